import { describe, expect, it } from "vitest";
import { OutgoingStream } from "../../../src/delivery/lossy/outgoing-stream.ts";

// spec: R-3
describe("an outgoing stream", () => {
  it("keeps no more than it may, though the peer has delivered and lets it send before it acknowledges", () => {
    const stream = new OutgoingStream(1_000, 1_000);
    stream.push(Buffer.alloc(5_000));
    const sent = new Uint8Array(5_000);
    stream.write(sent, 0, 500);
    stream.write(sent, 0, stream.nextBytes);
    stream.handleCredit(2_000);
    expect([stream.nextBytes, stream.unacknowledgedBytes]).toEqual([0, 1_000]);
    stream.handleAcknowledged(500, 500);
    expect(stream.nextBytes).toBe(0);
    stream.handleLost(0, 500);
    expect(stream.nextBytes).toBe(500);
    stream.write(sent, 0, 500);
    stream.handleAcknowledged(0, 500);
    expect(stream.nextBytes).toBe(1_000);
  });
});
