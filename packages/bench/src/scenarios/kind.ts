export type KindName = "handshake" | "round-trip" | "throughput";

/** What is timed, at which sizes, and in which unit its samples are. */
export interface Kind {
  readonly name: KindName;
  readonly title: string;
  readonly summary: string;
  /** Bytes of a message; null: messages are not what is timed. */
  readonly sizes: readonly (number | null)[];
  readonly unit: "ms" | "MB/s";
  readonly better: "lower" | "higher";
  /** Share of a profile's warm-up: what comes first in a pair, and goes through several sizes, needs more of it. */
  readonly warmUps: number;
  /** How tables show a value: divided by `per`, named `unit`. */
  readonly shown: { readonly unit: string; readonly per: number };
}

const KiB = 1024;

/** In the order in which a pair runs them, and tables show them. */
export const kinds: readonly Kind[] = [
  {
    name: "throughput",
    title: "Throughput",
    summary: "one way, in batches up to the receiver's acknowledgement",
    sizes: [64, KiB, 16 * KiB, 64 * KiB, KiB * KiB],
    unit: "MB/s",
    better: "higher",
    warmUps: 2.5,
    shown: { unit: "MB/s", per: 1 },
  },
  {
    name: "round-trip",
    title: "Round trip",
    summary: "a message and its echo",
    sizes: [64, KiB, 16 * KiB],
    unit: "ms",
    better: "lower",
    warmUps: 1,
    shown: { unit: "µs", per: 0.001 },
  },
  {
    name: "handshake",
    title: "Handshake",
    summary: "from dialling until both sides are sure of each other",
    sizes: [null],
    unit: "ms",
    better: "lower",
    warmUps: 1,
    shown: { unit: "ms", per: 1 },
  },
];
