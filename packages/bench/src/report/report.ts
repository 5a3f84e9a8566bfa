import type { KindName } from "../scenarios/kind.ts";
import type { Interval } from "../statistics/bootstrap.ts";
import type { Environment } from "./environment.ts";

/** Everything a run found, in the form of its JSON. Readers of an older schema must be able to refuse a newer one. */
export interface Report {
  readonly schema: "countersign-bench/1";
  readonly environment: Environment;
  readonly config: Config;
  readonly control: Control;
  readonly scenarios: readonly ScenarioReport[];
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
  readonly rounds: number;
  readonly samples: number;
  /** Every message of every sample was compared with what was sent, and was the same. */
  readonly verified: boolean;
  readonly error: string | null;
  /** Above 1: better than TLS 1.3 with RSA-2048 at the same kind and size; null when that was not measured. */
  readonly ratioToTls: number | null;
  readonly ratioInterval: Interval | null;
}
