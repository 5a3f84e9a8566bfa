import type { Limits } from "../../src/limits.ts";
import type { Faults } from "../../src/testing/index.ts";
import { type Direction, type SeededRandom, seededRandom } from "../../src/testing/index.ts";

/** Everything that one seed decides. Times in milliseconds from the moment when both ends are established. */
export interface Plan {
  readonly seed: number;
  readonly faults: Partial<Faults>;
  readonly maxPacketBytes: number;
  readonly hints: boolean;
  readonly limits: Partial<Limits>;
  readonly talk: "up" | "down" | "both" | "answers";
  /** Sizes of the messages, in order; answers have the sizes of their questions, backwards. */
  readonly sizes: readonly number[];
  readonly readers: Readonly<Record<"client" | "server", Reader>>;
  readonly events: readonly NetworkEvent[];
}

export interface Reader {
  readonly kind: "fast" | "slow" | "pausing";
  /** Of each pause: behind each message, or behind one of them. */
  readonly pauseMs: number;
  readonly pauseBehind: number;
}

export type NetworkEvent =
  | { readonly kind: "dark"; readonly at: number; readonly until: number }
  | { readonly kind: "mtu"; readonly at: number; readonly bytes: number }
  | { readonly kind: "rebind"; readonly at: number }
  | { readonly kind: "dead"; readonly at: number; readonly directions: readonly Direction[] };

/** `dies`: the network does, in one direction or both, and does not come back. */
export function drawPlan(seed: number, dies = false): Plan {
  const random = seededRandom(seed);
  const faults = drawFaults(random);
  const events = drawEvents(random);
  const maxPacketBytes = pick(random, [1_200, 1_452, 1_452, 4_000, 16_384]);
  return {
    seed,
    faults,
    maxPacketBytes,
    hints: random.chance(0.3),
    limits: drawLimits(random),
    talk: pick(random, ["up", "down", "both", "answers"]),
    sizes: drawSizes(random),
    readers: { client: drawReader(random), server: drawReader(random) },
    events: dies ? [...events, drawDeath(random)] : events,
  };
}

function drawFaults(random: SeededRandom): Partial<Faults> {
  const sometimes = (chance: number, most: number) => (random.chance(chance) ? random.float() * most : 0);
  const bandwidth = random.chance(0.5) ? Number.POSITIVE_INFINITY : 30 * 10 ** (random.float() * 3);
  return {
    delayMs: random.float() * random.float() * 200,
    jitterMs: sometimes(0.4, 100),
    loss: sometimes(0.7, 0.3),
    duplication: sometimes(0.3, 0.5),
    reordering: sometimes(0.3, 0.5),
    reorderingMs: random.float() * 50,
    corruption: sometimes(0.3, 0.1),
    bandwidth,
    queueBytes: 5_000 + random.integer(100_000),
  };
}

function drawEvents(random: SeededRandom): NetworkEvent[] {
  const at = () => random.float() * random.float() * 5_000;
  const events: NetworkEvent[] = [];
  if (random.chance(0.25)) {
    const start = at();
    events.push({ kind: "dark", at: start, until: start + 10_000 });
  }
  if (random.chance(0.3)) events.push({ kind: "mtu", at: at(), bytes: 1_200 + random.integer(400) });
  for (let moves = random.chance(0.3) ? 1 + random.integer(3) : 0; moves > 0; moves--) {
    events.push({ kind: "rebind", at: at() });
  }
  return events;
}

function drawDeath(random: SeededRandom): NetworkEvent {
  const all = ["client-to-server", "server-to-client"] as const;
  const directions = pick(random, [all, all.slice(0, 1), all.slice(1)]);
  return { kind: "dead", at: random.float() * random.float() * 5_000, directions };
}

function drawLimits(random: SeededRandom): Partial<Limits> {
  const windowBytes = pick(random, [20_000, 100_000, 1_000_000, undefined]);
  return {
    ...(windowBytes && { windowBytes }),
    sendBufferBytes: pick(random, [1, 10_000, 100_000, 1_000_000]),
    receiveBufferBytes: pick(random, [1, 10_000, 100_000, 1_000_000]),
    handshakeTimeoutMs: 120_000,
    idleTimeoutMs: 60_000 + random.integer(60_000),
    closeTimeoutMs: 300_000,
  };
}

/** 200 kB in all, in the mean, unless one message is more. */
function drawSizes(random: SeededRandom): number[] {
  const most = pick(random, [1, 100, 1_000, 20_000, 300_000]);
  const left = { bytes: random.float() * 300_000, messages: 300 };
  const sizes: number[] = [];
  do {
    const size = random.chance(0.05) ? 0 : random.integer(most + 1);
    sizes.push(size);
    left.bytes -= size;
    left.messages--;
  } while (left.bytes > 0 && left.messages > 0);
  return sizes;
}

function drawReader(random: SeededRandom): Reader {
  const kind = pick(random, ["fast", "fast", "slow", "pausing"] as const);
  const pauseMs = kind === "slow" ? random.float() * 30 : random.float() * 15_000;
  return { kind, pauseMs, pauseBehind: random.integer(20) };
}

function pick<T>(random: SeededRandom, choices: readonly T[]): T {
  return choices[random.integer(choices.length)] as T;
}
