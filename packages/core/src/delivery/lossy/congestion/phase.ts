/** Where a sender is in its search for the path's bandwidth and round trip (draft-ietf-ccwg-bbr §5.1). */
export type Phase = "startup" | "drain" | "down" | "trough" | "cruise" | "up" | "roundTrip";

/** How fast a phase sends, as a multiple of the path's bandwidth (§5.6.2). */
export const pacingGains: Readonly<Record<Phase, number>> = {
  // Doubles what is delivered each round trip.
  startup: 2.77,
  drain: 0.35,
  down: 0.75,
  // A round without a queue of ours: what is lost in it is lost at random.
  trough: 0.9,
  cruise: 1,
  up: 1.25,
  roundTrip: 1,
};
