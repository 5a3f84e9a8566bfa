import { describe, expect, it } from "vitest";
import { RoundTally } from "../../../../src/delivery/lossy/congestion/round-tally.ts";
import { sentPacket } from "./fixtures/packet.ts";

function packet(inFlightBytes: number) {
  const sent = sentPacket(0, 0, 1_000);
  sent.delivery.inFlightBytes = inFlightBytes;
  return sent;
}

describe("RoundTally", () => {
  it("tells an overflow from loss at random by what else was in flight", () => {
    const round = new RoundTally();
    // A buffer of 40 packets is filled up to 60.
    for (let i = 1; i <= 60; i++) {
      if (i <= 40) round.handleAcknowledged(packet(i * 1_000));
      else round.handleLost(packet(i * 1_000));
    }
    expect(round.lostWhenMore).toBe(true);
    round.reset();
    expect(round.lostWhenMore).toBe(false);
    for (let i = 1; i <= 60; i++) {
      if (i % 5 === 0) round.handleLost(packet(i * 1_000));
      else round.handleAcknowledged(packet(i * 1_000));
    }
    expect(round.lostWhenMore).toBe(false);
  });

  it("takes a few losses for chance", () => {
    const round = new RoundTally();
    for (let i = 1; i <= 40; i++) round.handleAcknowledged(packet(i * 1_000));
    round.handleLost(packet(41_000));
    expect(round.lostWhenMore).toBe(false);
  });
});
