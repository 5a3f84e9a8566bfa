import type { Timing } from "../measure/sample.ts";
import type { KindName } from "../scenarios/kind.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { packetSizes } from "../scenarios/shape.ts";

export type ProfileName = "smoke" | "quick" | "full";

/** How much time a run may take, and how it is spent. */
export interface Profile {
  /** Time of the whole run, in milliseconds. */
  readonly budgetMs: number;
  /** Run even if they take longer than the budget. */
  readonly leastRounds: number;
  readonly mostRounds: number;
  readonly timing: RoundTiming;
  /** What it measures when no filter asks for anything else: all that it has time for. */
  takes(scenario: Scenario): boolean;
}

/** How a round spends its time, in milliseconds, and how many sessions it holds open. */
export interface RoundTiming extends Timing {
  /** Work that goes before a kind's first task, shared by its tasks: V8 compiles what has run often. */
  readonly warmUpMs: number;
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  smoke: {
    budgetMs: 10_000,
    leastRounds: 1,
    mostRounds: 1,
    timing: { taskMs: 5, settleMs: 2, warmUpMs: 10, batchMs: 1, shareMs: 100, sessions: 20 },
    takes: (scenario) => isSmoked(scenario) || isChosen(scenario),
  },
  quick: {
    budgetMs: 90_000,
    leastRounds: 3,
    mostRounds: 9,
    timing: { taskMs: 50, settleMs: 25, warmUpMs: 250, batchMs: 6, shareMs: 1_000, sessions: 200 },
    takes: isChosen,
  },
  full: {
    budgetMs: 20 * 60_000,
    leastRounds: 3,
    mostRounds: 31,
    timing: { taskMs: 400, settleMs: 200, warmUpMs: 1_500, batchMs: 20, shareMs: 2_000, sessions: 2_000 },
    takes: () => true,
  },
};

function isSmoked({ subject, kind }: Scenario): boolean {
  return subject.transport === "tcp" && smokedKinds.has(kind.name);
}

/** Both ciphers and their neighbours, at the two ends of each scale, along the way that packets would take by default. */
function isChosen({ kind, subject, size, packetBytes, conditions }: Scenario): boolean {
  // Raw UDP's are the control that tells what the relay can carry.
  const sizes = conditions && kind.name === "datagrams" ? [1024] : chosenSizes[kind.name];
  const defaultPacketBytes = conditions ? packetSizes.base : packetSizes.loopback;
  return (
    !omittedSubjects.has(`${subject.name}/${subject.authentication}`) &&
    sizes?.includes(size) === true &&
    (packetBytes === null || packetBytes === defaultPacketBytes)
  );
}

const chosenSizes: Readonly<Partial<Record<string, readonly (number | null)[]>>> = {
  throughput: [64, 64 * 1024],
  "round-trip": [64, 16 * 1024],
  handshake: [null],
};

const smokedKinds: ReadonlySet<KindName> = new Set(["throughput", "round-trip", "handshake", "memory"]);

const omittedSubjects: ReadonlySet<string> = new Set([
  ...["insecure-plain/hmac", "tls13-rsa3072/certificate", "tls13-rsa4096/certificate"],
  ...["hybrid-3072/hmac", "hybrid-4096/hmac", "hybrid-2048/none", "sealed-box/none", "sealed-box/scram"],
]);
