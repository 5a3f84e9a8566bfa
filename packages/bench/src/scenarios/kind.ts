import { packed, packetSizes, type Shape, shapeless, sized, type TransportName } from "./shape.ts";

export type KindName = "throughput" | "datagrams" | "round-trip" | "handshake" | "first-echo" | "memory" | "sharing";

/** What is measured, in which shapes, and in which unit its samples are. */
export interface Kind {
  readonly name: KindName;
  readonly title: string;
  readonly summary: string;
  /** A transport without any does not have the kind. */
  readonly shapes: Readonly<Record<TransportName, readonly Shape[]>>;
  readonly unit: "ms" | "MB/s" | "KiB" | "%";
  readonly better: "lower" | "higher";
  /** What a better number, and a worse one, is called. */
  readonly words: { readonly better: string; readonly worse: string };
  /** Share of a profile's warm-up: what comes first in a pair, and goes through several sizes, needs more of it; 0: none is timed. */
  readonly warmUps: number;
  /** It has a pair of processes for itself: what went before would change its numbers. */
  readonly apart: boolean;
  /** It means something behind a bottleneck only. */
  readonly narrow: boolean;
  /** How tables show a value: divided by `per`, named `unit`. */
  readonly shown: { readonly unit: string; readonly per: number };
}

const KiB = 1024;
const { base, loopback, largest } = packetSizes;
const speed = { better: "faster", worse: "slower" };
const both = (shapes: readonly Shape[]) => ({ tcp: shapes, udp: shapes });

/** In the order in which a pair runs them, and tables show them. */
export const kinds: readonly Kind[] = [
  {
    name: "throughput",
    title: "Throughput",
    summary: "one way, in batches that the receiver acknowledges",
    shapes: {
      tcp: sized(64, KiB, 16 * KiB, 64 * KiB, KiB * KiB),
      udp: [...packed(64, base, loopback), ...packed(64 * KiB, base, loopback, largest)],
    },
    unit: "MB/s",
    better: "higher",
    words: speed,
    warmUps: 2.5,
    apart: false,
    narrow: false,
    shown: { unit: "MB/s", per: 1 },
  },
  {
    name: "datagrams",
    title: "Datagrams",
    summary: "one way, unreliable: what arrived",
    shapes: { tcp: [], udp: [...packed(KiB, base), ...packed(8 * KiB, loopback)] },
    unit: "MB/s",
    better: "higher",
    words: speed,
    warmUps: 1,
    apart: false,
    narrow: false,
    shown: { unit: "MB/s", per: 1 },
  },
  {
    name: "round-trip",
    title: "Round trip",
    summary: "a message and its echo",
    shapes: both(sized(64, KiB, 16 * KiB)),
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 1,
    apart: false,
    narrow: false,
    shown: { unit: "µs", per: 0.001 },
  },
  {
    name: "handshake",
    title: "Handshake",
    summary: "from dialling until both sides are sure of each other",
    shapes: both(shapeless),
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 3,
    apart: false,
    narrow: false,
    shown: { unit: "ms", per: 1 },
  },
  {
    name: "first-echo",
    title: "First echo",
    summary: "from dialling until the first message has come back",
    shapes: both(sized(64)),
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 1,
    apart: false,
    narrow: false,
    shown: { unit: "ms", per: 1 },
  },
  {
    name: "memory",
    title: "Memory",
    summary: "what the server's process grows by for each idle session",
    shapes: both(shapeless),
    unit: "KiB",
    better: "lower",
    words: { better: "smaller", worse: "larger" },
    warmUps: 0,
    apart: true,
    narrow: false,
    shown: { unit: "KiB", per: 1 },
  },
  {
    name: "sharing",
    title: "Sharing",
    summary: "two at one bottleneck: the smaller one's share, 50 is fair",
    shapes: { tcp: [], udp: shapeless },
    unit: "%",
    better: "higher",
    words: { better: "fairer", worse: "less fair" },
    warmUps: 0,
    apart: true,
    narrow: true,
    shown: { unit: "%", per: 1 },
  },
];
