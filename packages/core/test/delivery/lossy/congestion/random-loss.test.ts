import { describe, expect, it } from "vitest";
import { RandomLoss } from "../../../../src/delivery/lossy/congestion/random-loss.ts";
import { sentPacket } from "./fixtures/packet.ts";

/** A round from 0 to 10 in which two of ten are lost. */
function round(loss: RandomLoss, roundTripMs: number) {
  loss.open(0);
  loss.handleRoundTrip(roundTripMs);
  loss.close(10);
  loss.handleRoundTrip(1_000);
  for (let i = 1; i <= 8; i++) loss.handleAcknowledged(sentPacket(i, i, 1000));
  for (const sentAt of [9, 10]) loss.handleLost(sentPacket(sentAt, sentAt, 1000));
  // Sent before and after: they do not count.
  for (const sentAt of [0, 11]) loss.handleLost(sentPacket(sentAt, sentAt, 1000));
  loss.learn(20);
}

describe("RandomLoss", () => {
  it("learns half of what it sees at first, then an eighth of the difference", () => {
    const loss = new RandomLoss();
    round(loss, 20);
    expect(loss.rate).toBeCloseTo(0.1);
    round(loss, 20);
    expect(loss.rate).toBeCloseTo(0.1 + 0.1 / 8);
  });

  it("learns no more loss from a round with a queue", () => {
    const loss = new RandomLoss();
    round(loss, 24);
    expect(loss.rate).toBe(0);
  });

  it("learns nothing when nothing was sent, and forgets", () => {
    const loss = new RandomLoss();
    round(loss, 20);
    loss.open(100);
    loss.close(110);
    loss.learn(20);
    expect(loss.rate).toBeCloseTo(0.1);
    loss.reset();
    expect(loss.rate).toBe(0);
  });
});
