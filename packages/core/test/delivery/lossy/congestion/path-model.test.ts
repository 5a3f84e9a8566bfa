import { describe, expect, it } from "vitest";
import { DeliveryRate } from "../../../../src/delivery/lossy/congestion/delivery-rate.ts";
import { PathModel } from "../../../../src/delivery/lossy/congestion/path-model.ts";
import { RoundTally } from "../../../../src/delivery/lossy/congestion/round-tally.ts";
import { sentPacket } from "./fixtures/packet.ts";

/** A path of 10 MB/s. */
function modelOfPath(roundTripMs = 20): PathModel {
  const path = new PathModel();
  path.minRoundTrip.handleSample(roundTripMs, 0);
  const delivery = new DeliveryRate();
  delivery.rate = bandwidth;
  path.handleDelivered(delivery, 200_000, 1, roundTripMs);
  return path;
}

/** Its best sample of the rate, in parts of the bandwidth, and a queue as long as the path. */
function roundAt(part: number): RoundTally {
  const round = new RoundTally();
  round.bestRate = part * bandwidth;
  round.handleRoundTrip(40);
  return round;
}

describe("rounds with a queue and a low rate", () => {
  it.each([
    { cruising: true, part: 0.75, believed: 0.75, says: "one tells nothing, two of a path that became slower" },
    { cruising: true, part: 0.5, believed: 0.7, says: "no more is given up at once than three tenths" },
    { cruising: false, part: 0.75, believed: 1, says: "the rate is the sender's own, the queue that of others" },
    { cruising: true, part: 0.81, believed: 1, says: "as much may be chance" },
    { cruising: false, part: 0.31, believed: 1, says: "the rate is the sender's own, the queue that of others" },
    { cruising: false, part: 0.29, believed: 0.7, says: "no phase is as slow by itself" },
  ])("cruising $cruising, $part of the bandwidth: $says", ({ cruising, part, believed }) => {
    const path = modelOfPath();
    path.handleRound(roundAt(part), cruising);
    expect(path.bandwidth).toBe(bandwidth);
    path.handleRound(roundAt(part), cruising);
    expect(path.bandwidth).toBeCloseTo(believed * bandwidth);
  });

  it("tell of event loops on a short path", () => {
    const path = modelOfPath(9.9);
    for (let i = 0; i < 4; i++) path.handleRound(roundAt(0.5), true);
    expect(path.bandwidth).toBe(bandwidth);
  });

  it("tell of the application where that limits them", () => {
    const path = modelOfPath();
    for (let i = 0; i < 4; i++) {
      const round = roundAt(0.5);
      round.applicationLimited = true;
      path.handleRound(round, true);
    }
    expect(path.bandwidth).toBe(bandwidth);
  });

  it("begin anew once they have been believed", () => {
    const path = modelOfPath();
    for (let i = 0; i < 3; i++) path.handleRound(roundAt(0.5), true);
    expect(path.bandwidth).toBeCloseTo(0.7 * bandwidth);
  });

  it("tell nothing if one without a queue stands between them", () => {
    const path = modelOfPath();
    const between = roundAt(0.75);
    between.handleRoundTrip(20);
    for (const round of [roundAt(0.75), between, roundAt(0.75)]) path.handleRound(round, true);
    expect(path.bandwidth).toBe(bandwidth);
  });
});

interface Overflow {
  readonly roundTripMs: number;
  /** Of the round in which packets were lost: the shortest. */
  readonly shortestMs: number;
  /** Those that were lost had more in flight beside them than those that arrived. */
  readonly more: boolean;
}

function roundOf({ shortestMs, more }: Overflow): RoundTally {
  const round = new RoundTally();
  if (shortestMs < Number.POSITIVE_INFINITY) round.handleRoundTrip(shortestMs);
  for (let number = 0; number < 20; number++) {
    const packet = sentPacket(number, 0, 1_200);
    packet.delivery.inFlightBytes = more && number >= 10 ? 400_000 : 200_000;
    if (number < 10) round.handleAcknowledged(packet);
    else round.handleLost(packet);
  }
  return round;
}

describe("slack", () => {
  const none = Number.POSITIVE_INFINITY;
  it.each([
    { roundTripMs: 20, shortestMs: 26, more: false, gives: true, says: "it stands in a queue" },
    { roundTripMs: 20, shortestMs: 24, more: false, gives: false, says: "no queue stands, so chance took them" },
    { roundTripMs: 20, shortestMs: none, more: false, gives: false, says: "nobody knows of a queue" },
    { roundTripMs: 20, shortestMs: 20, more: true, gives: true, says: "it was too much for some buffer" },
    { roundTripMs: 10, shortestMs: 20, more: false, gives: true, says: "it stands in a queue" },
    { roundTripMs: 9.9, shortestMs: 20, more: false, gives: false, says: "it is what keeps a short path busy" },
    { roundTripMs: 9.9, shortestMs: 20, more: true, gives: true, says: "it was too much for some buffer" },
  ])("of $roundTripMs ms, now $shortestMs, lost with more in flight $more: $says", ({ gives, ...overflow }) => {
    const path = modelOfPath(overflow.roundTripMs);
    const before = path.window("cruise");
    path.handleOverfilled(roundOf(overflow));
    // Of the window, slack is what is left once headroom has shrunk, too.
    const least = overflow.roundTripMs * bandwidth + 10 * bandwidth;
    expect(path.window("cruise")).toBeLessThanOrEqual(before);
    expect(path.window("cruise") < least).toBe(gives);
  });
});

const bandwidth = 10_000;
