export type KindName = "handshake" | "round-trip" | "throughput" | "memory";

/** What is measured, at which sizes, and in which unit its samples are. */
export interface Kind {
  readonly name: KindName;
  readonly title: string;
  readonly summary: string;
  /** Bytes of a message; null: messages are not what is measured. */
  readonly sizes: readonly (number | null)[];
  readonly unit: "ms" | "MB/s" | "KiB";
  readonly better: "lower" | "higher";
  /** What a better number, and a worse one, is called. */
  readonly words: { readonly better: string; readonly worse: string };
  /** Share of a profile's warm-up: what comes first in a pair, and goes through several sizes, needs more of it; 0: none is timed. */
  readonly warmUps: number;
  /** It has a pair of processes for itself: what went before would change its numbers. */
  readonly apart: boolean;
  /** How tables show a value: divided by `per`, named `unit`. */
  readonly shown: { readonly unit: string; readonly per: number };
}

const KiB = 1024;
const speed = { better: "faster", worse: "slower" };

/** In the order in which a pair runs them, and tables show them. */
export const kinds: readonly Kind[] = [
  {
    name: "throughput",
    title: "Throughput",
    summary: "one way, in batches up to the receiver's acknowledgement",
    sizes: [64, KiB, 16 * KiB, 64 * KiB, KiB * KiB],
    unit: "MB/s",
    better: "higher",
    words: speed,
    warmUps: 2.5,
    apart: false,
    shown: { unit: "MB/s", per: 1 },
  },
  {
    name: "round-trip",
    title: "Round trip",
    summary: "a message and its echo",
    sizes: [64, KiB, 16 * KiB],
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 1,
    apart: false,
    shown: { unit: "µs", per: 0.001 },
  },
  {
    name: "handshake",
    title: "Handshake",
    summary: "from dialling until both sides are sure of each other",
    sizes: [null],
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 3,
    apart: false,
    shown: { unit: "ms", per: 1 },
  },
  {
    name: "memory",
    title: "Memory",
    summary: "what the server's process grows by for each idle session",
    sizes: [null],
    unit: "KiB",
    better: "lower",
    words: { better: "smaller", worse: "larger" },
    warmUps: 0,
    apart: true,
    shown: { unit: "KiB", per: 1 },
  },
];
