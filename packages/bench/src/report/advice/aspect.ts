import type { ScenarioReport } from "../report.ts";

/** One thing that a user may care about, and how a sentence names it. */
export interface Aspect {
  readonly kind: string;
  /** Bytes of a message; the first of them that was measured is taken. */
  readonly sizes: readonly (number | null)[];
  /** After "is 1.2× faster": "with large messages". */
  readonly phrase: string;
}

const KiB = 1024;

/** What a choice is made by. A handshake comes last: it is paid once. */
export const aspects = {
  bulk: { kind: "throughput", sizes: [64 * KiB, KiB * KiB, 16 * KiB], phrase: "with large messages" },
  small: { kind: "throughput", sizes: [64, KiB], phrase: "with small messages" },
  roundTrip: { kind: "round-trip", sizes: [64, KiB], phrase: "in a round trip" },
  handshake: { kind: "handshake", sizes: [null], phrase: "to connect" },
  memory: { kind: "memory", sizes: [null], phrase: "in memory for each idle session" },
} as const satisfies Readonly<Record<string, Aspect>>;

/**
 * The row of a subject that stands for an aspect. Over UDP that is the one with the smallest packets, which is nearest to a
 * network; `packetBytes` asks for others.
 */
export function rowFor(
  scenarios: readonly ScenarioReport[],
  { kind, sizes }: Aspect,
  of: { readonly transport: string; readonly subject: string; readonly authentication?: string },
  packetBytes?: number,
): ScenarioReport | undefined {
  const own = scenarios.filter(
    (row) =>
      row.kind === kind &&
      row.transport === of.transport &&
      row.subject === of.subject &&
      (of.authentication === undefined || row.authentication === of.authentication) &&
      (packetBytes === undefined || row.packetBytes === packetBytes) &&
      row.median !== null,
  );
  const ofSize = sizes.map((size) => own.filter((row) => row.size === size)).find((rows) => rows.length > 0) ?? [];
  return [...ofSize].sort((one, other) => (one.packetBytes ?? 0) - (other.packetBytes ?? 0))[0];
}
