import type { CpuUses } from "../measure/measure.ts";
import type { Conditions } from "../relay/conditions.ts";
import type { RelayCounts } from "../relay/direction.ts";
import type { KindName } from "../scenarios/kind.ts";
import type { Interval } from "../statistics/bootstrap.ts";
import type { Distribution } from "../statistics/distribution.ts";
import type { Unavailable } from "../subjects/choose.ts";
import type { WireCount } from "../wire/wire-tally.ts";
import type { Environment } from "./environment.ts";

/** Everything a run found, in the form of its JSON. Readers of an older schema must be able to refuse a newer one. */
export interface Report {
  readonly schema: "countersign-bench/3";
  readonly environment: Environment;
  readonly config: Config;
  readonly control: Control;
  readonly scenarios: readonly ScenarioReport[];
  /** What was asked for and could not be measured here. */
  readonly unavailable: readonly Unavailable[];
}

/** What was asked for, and what became of it. */
interface Config {
  readonly profile: string;
  readonly seed: number;
  readonly rounds: number;
  /** Time of the whole run, in milliseconds. */
  readonly tookMs: number;
  /** As typed, with the directories of files left out. */
  readonly arguments: readonly string[];
  /** Id of the scenario that the control measured twice. */
  readonly control: string;
  /** Subjects that neither encrypt nor authenticate messages. */
  readonly unprotected: readonly string[];
  /** The API that the receivers of sessions use. */
  readonly receiving: string;
  /** What the relay does to everything that runs on UDP, but for scenarios that say otherwise; null: there is none. */
  readonly conditions: Conditions | null;
  /** What was lost and held back is drawn from it: in round n, counted from 1, from this number plus n. */
  readonly relaySeed: number;
  /** What all relays counted, both directions together; null: there was none. */
  readonly relayed: RelayCounts | null;
}

/** One scenario against itself: what this machine would call a difference when there is none. */
export interface Control {
  /** Second measurement to first, above 1 when the second was better; null when the scenario failed. */
  readonly ratio: number | null;
  readonly interval: Interval | null;
  /** True: no comparison of this run is to be trusted. */
  readonly noisy: boolean;
}

/** Numbers are in `unit`; all are null when the scenario failed. */
export interface ScenarioReport {
  readonly id: string;
  readonly kind: KindName;
  readonly transport: string;
  readonly subject: string;
  readonly authentication: string;
  /** Bytes of a message, or null. */
  readonly size: number | null;
  /** Bytes of the largest packet where it is part of the question, or null. */
  readonly packetBytes: number | null;
  /** How many at once, or a second, where it is part of the question, or null. */
  readonly load: number | null;
  /** What the relay was asked for: share of packets lost, 0 to 1, and milliseconds added to a round trip; null: no relay. */
  readonly loss: number | null;
  readonly delayMs: number | null;
  readonly unit: string;
  readonly better: "lower" | "higher";
  /** The median of the rounds' medians, with its 95 % interval; the interval is null with fewer than three rounds. */
  readonly median: number | null;
  readonly interval: Interval | null;
  /** Of all samples of all rounds, on the unit's own scale: where higher is better, p99 is the fast end. */
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** Share of unreliable datagrams, of all samples, that were taken and never arrived; null where none are measured. */
  readonly lost: number | null;
  /** What a footprint consists of; null where none was taken. */
  readonly wire: WireCount | null;
  /** CPU time of all rounds, in milliseconds; null where it was not profiled. */
  readonly cpu: CpuUses | null;
  /** Each round's median, in the order of the rounds, so that another run can be compared; null in a report of schema 2. */
  readonly roundMedians: readonly number[] | null;
  /** How all samples lie; null when there are few, when all are alike, and in a report of schema 2. */
  readonly distribution: Distribution | null;
  readonly rounds: number;
  readonly samples: number;
  /** Every message of every sample was compared with what was sent, and was the same. */
  readonly verified: boolean;
  readonly error: string | null;
  /** Above 1: better than TLS 1.3 with RSA-2048 at the same kind and size; null when that was not measured, or a relay is in the way. */
  readonly ratioToTls: number | null;
  readonly ratioInterval: Interval | null;
  /** To raw UDP with the same messages in packets of the same size. */
  readonly ratioToRaw: number | null;
  readonly rawInterval: Interval | null;
  /** To udx-native at the same kind and size, through the same relay if there is one. */
  readonly ratioToUdx: number | null;
  readonly udxInterval: Interval | null;
}
