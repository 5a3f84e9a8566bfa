/** Where a sender is in its search for the path's bandwidth and round trip (draft-ietf-ccwg-bbr §5.1). */
export type Phase = "startup" | "drain" | "down" | "trough" | "cruise" | "up" | "roundTrip";

/** By how much pace and window of a phase differ from the path's bandwidth and bandwidth-delay product (§5.6). */
export interface Gains {
  readonly pacing: number;
  readonly window: number;
}

export const gains: Readonly<Record<Phase, Gains>> = {
  // Doubles what is delivered each round trip.
  startup: { pacing: 2.77, window: 2 },
  drain: { pacing: 0.35, window: 2 },
  down: { pacing: 0.75, window: 2 },
  // One round below the bandwidth with no queue of ours: what is lost now is lost at random.
  trough: { pacing: 0.9, window: 2 },
  cruise: { pacing: 1, window: 2 },
  // More window than when cruising, or a sender with a full window would not probe at all.
  up: { pacing: 1.25, window: 2.25 },
  roundTrip: { pacing: 1, window: 0.5 },
};
