import { loaded, packed, packetSizes, type Shape, shapeless, sized, type TransportName } from "./shape.ts";

export type KindName =
  | "throughput"
  | "datagrams"
  | "round-trip"
  | "handshake"
  | "first-echo"
  | "memory"
  | "sharing"
  | "handshake-rate"
  | "latency"
  | "envelope"
  | "crypto"
  | "footprint";

/** What is measured, in which shapes, and in which unit its samples are. */
export interface Kind {
  readonly name: KindName;
  readonly title: string;
  readonly summary: string;
  /** A transport without any does not have the kind. */
  readonly shapes: Readonly<Partial<Record<TransportName, readonly Shape[]>>>;
  readonly unit: "ms" | "MB/s" | "KiB" | "%" | "B" | "/s";
  readonly better: "lower" | "higher";
  /** What a better number, and a worse one, is called. */
  readonly words: { readonly better: string; readonly worse: string };
  /** Share of a profile's warm-up: what comes first in a pair, and goes through several sizes, needs more of it; 0: none is timed. */
  readonly warmUps: number;
  /** It has a pair of processes for itself: what went before would change its numbers. */
  readonly apart: boolean;
  /** It means something for subjects only that are made for it, and say so. */
  readonly special: boolean;
  /** It means something behind a bottleneck only. */
  readonly narrow: boolean;
  /** It counts, and times nothing: every round gives the same, so there is one, and nothing disturbs it on purpose. */
  readonly counted: boolean;
  /**
   * How tables show a value: divided by `per`, named `unit`; `sizeless`: the heading where there are no messages;
   * `load`: behind a load's number.
   */
  readonly shown: {
    readonly unit: string;
    readonly per: number;
    readonly sizeless?: string;
    readonly load?: string;
  };
}

const KiB = 1024;
const { base, loopback, largest } = packetSizes;
const speed = { better: "faster", worse: "slower" };
const allSizes = sized(64, KiB, 16 * KiB, 64 * KiB, KiB * KiB);
const both = (shapes: readonly Shape[]) => ({ tcp: shapes, udp: shapes });

/** In the order in which a pair runs them, and tables show them. */
export const kinds: readonly Kind[] = [
  {
    name: "throughput",
    title: "Throughput",
    summary: "one way, in batches that the receiver acknowledges",
    shapes: {
      tcp: allSizes,
      udp: [...packed(64, base, loopback), ...packed(64 * KiB, base, loopback, largest)],
    },
    unit: "MB/s",
    better: "higher",
    words: speed,
    warmUps: 2.5,
    apart: false,
    special: false,
    narrow: false,
    counted: false,
    shown: { unit: "MB/s", per: 1 },
  },
  {
    name: "datagrams",
    title: "Datagrams",
    summary: "one way, unreliable: what arrived",
    shapes: { udp: [...packed(KiB, base), ...packed(8 * KiB, loopback)] },
    unit: "MB/s",
    better: "higher",
    words: speed,
    warmUps: 1,
    apart: false,
    special: false,
    narrow: false,
    counted: false,
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
    special: false,
    narrow: false,
    counted: false,
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
    special: false,
    narrow: false,
    counted: false,
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
    special: false,
    narrow: false,
    counted: false,
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
    special: false,
    narrow: false,
    counted: false,
    shown: { unit: "KiB", per: 1 },
  },
  {
    name: "sharing",
    title: "Sharing",
    summary: "two at one bottleneck: the smaller one's share, 50 is fair",
    shapes: { udp: shapeless },
    unit: "%",
    better: "higher",
    words: { better: "fairer", worse: "less fair" },
    warmUps: 0,
    apart: true,
    special: false,
    narrow: true,
    counted: false,
    shown: { unit: "%", per: 1 },
  },
  {
    name: "handshake-rate",
    title: "Handshakes a second",
    summary: "so many at once, by one server",
    shapes: both(loaded(null, 1, 8, 64)),
    unit: "/s",
    better: "higher",
    words: speed,
    warmUps: 1,
    apart: false,
    special: false,
    narrow: false,
    counted: false,
    shown: { unit: "handshakes/s", per: 1, load: " at once" },
  },
  {
    name: "latency",
    title: "Latency",
    summary: "an echo of 64 B, from when its message was due",
    shapes: both(loaded(64, 1_000, 10_000)),
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 1,
    apart: false,
    special: false,
    narrow: false,
    counted: false,
    shown: { unit: "µs", per: 0.001, load: " /s" },
  },
  {
    name: "envelope",
    title: "Envelope",
    summary: "a message sealed by itself, until it is opened and acknowledged",
    shapes: { tcp: allSizes, udp: allSizes, none: allSizes },
    unit: "ms",
    better: "lower",
    words: speed,
    warmUps: 1,
    apart: false,
    special: true,
    narrow: false,
    counted: false,
    shown: { unit: "ms", per: 1 },
  },
  {
    name: "crypto",
    title: "Crypto",
    summary: "sealing and opening, and nothing else",
    shapes: { none: allSizes },
    unit: "MB/s",
    better: "higher",
    words: speed,
    warmUps: 2.5,
    apart: false,
    special: true,
    narrow: false,
    counted: false,
    shown: { unit: "MB/s", per: 1 },
  },
  {
    name: "footprint",
    title: "Footprint",
    summary: "on the wire: a handshake both ways, a message one way",
    shapes: {
      tcp: [...shapeless, ...sized(64, KiB, 64 * KiB)],
      udp: [...packed(null, base), ...packed(64, base), ...packed(KiB, base), ...packed(64 * KiB, base)],
    },
    unit: "B",
    better: "lower",
    words: { better: "smaller", worse: "larger" },
    warmUps: 0,
    apart: true,
    special: false,
    narrow: false,
    counted: true,
    shown: { unit: "B", per: 1, sizeless: "connect" },
  },
];
