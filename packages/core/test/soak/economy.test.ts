import { describe, expect, it } from "vitest";
import type { Direction } from "../../src/testing/index.ts";
import { type Meeting, meet } from "./meeting.ts";

const packetBytes = 1_452;

/** Both ends on a network without faults, and the packets that they send from now on. */
async function counted(): Promise<Meeting & { readonly packets: Record<Direction, number> }> {
  const packets = { "client-to-server": 0, "server-to-client": 0 };
  const onPacket = (packet: Uint8Array, direction: Direction) => {
    packets[direction]++;
    return packet;
  };
  const meeting = await meet({ seed: 1, maxPacketBytes: packetBytes, bandwidth: 2_000, queueBytes: 50_000, onPacket });
  await meeting.clock.advance(500);
  packets["client-to-server"] = 0;
  packets["server-to-client"] = 0;
  return { ...meeting, packets };
}

// spec
describe("on a network without faults", () => {
  it("a transfer takes hardly more packets than its bytes fill, and an acknowledgement for many of them", async () => {
    const { client, server, clock, packets } = await counted();
    const bytes = 4_000_000;
    void client.send(Buffer.alloc(bytes));
    await clock.runUntil(() => server.stats().bytesReceived === bytes, 60_000);
    await clock.advance(1_000);
    expect(packets["client-to-server"] / (bytes / packetBytes)).toBeLessThan(1.2);
    expect(packets["server-to-client"] / packets["client-to-server"]).toBeLessThan(0.2);
  });

  it("a session with nothing to say says so three times within its time limit, and no more", async () => {
    const { clock, packets } = await counted();
    await clock.advance(600_000);
    for (const count of Object.values(packets)) expect(count).toBeLessThan(2 * 3 * 10 + 10);
  });
});
