import { describe, expect, it } from "vitest";
import type { LossyTraffic } from "../../src/session/lossy-traffic.ts";
import type { Direction } from "../../src/testing/tap.ts";
import { linkError } from "../fixtures/failure.ts";
import { establishedPair, limits } from "../fixtures/machine-pair.ts";

const properly = { error: undefined };

/** A pair of which both ends have said that they are done, and the client has heard that everything arrived. */
async function clientIsOver() {
  const pair = await establishedPair({ lossy: true });
  pair.client.machine.close(pair.now);
  await pair.advance(50);
  pair.server.machine.close(pair.now);
  const lose: Direction = "client-to-server";
  return { pair, lose };
}

// spec: R-10
describe("the last word on a lossy link", () => {
  it("is said again to a peer that goes on, however often it is lost", async () => {
    const { pair, lose } = await clientIsOver();
    let left = 6;
    pair.tap = (packet, way) => (way === lose && left-- > 0 ? undefined : packet);
    await pair.advance(limits.closeTimeoutMs - 100);
    expect([pair.client.closed, pair.server.closed]).toEqual([properly, properly]);
  });

  it("is not needed by a side that has everything, and whose messages have arrived", async () => {
    const { pair, lose } = await clientIsOver();
    pair.tap = (packet, way) => (way === lose ? undefined : packet);
    await pair.advance(2 * limits.idleTimeoutMs);
    expect([pair.client.closed, pair.server.closed]).toEqual([properly, properly]);
  });

  it("goes to where it is asked for: the client may have moved", async () => {
    const { pair } = await clientIsOver();
    pair.tap = (packet, way) => (way === "server-to-client" ? packet : undefined);
    await pair.advance(1);
    const { machine } = pair.client;
    expect([pair.client.closed, machine.pollSize(pair.now)]).toEqual([properly, 0]);
    const path = { address: "elsewhere", proven: false };
    let asked = 0;
    pair.tap = (packet) => {
      asked++;
      machine.handlePacket(packet, pair.now, path);
      expect(machine.pollSize(pair.now)).toBeGreaterThan(0);
      machine.pollPacket(new Uint8Array(100), pair.now);
      expect(machine.packetPath).toBe(path);
      return undefined;
    };
    await pair.advance(50);
    expect(asked).toBeGreaterThan(0);
  });

  // spec: R-21
  it("goes nowhere else for who only pretends to ask for it", async () => {
    const { pair, lose } = await clientIsOver();
    pair.tap = (packet, way) => (way === lose ? undefined : packet);
    await pair.advance(1);
    const { machine } = pair.client;
    const path = { address: "a victim's", proven: false };
    for (const first of [0, 7, 0xc1]) {
      machine.handlePacket(Uint8Array.of(first), pair.now, path);
      machine.handlePacket(Buffer.alloc(100, first), pair.now, path);
      machine.pollPacket(new Uint8Array(100), pair.now);
      expect(machine.packetPath).toBeUndefined();
    }
  });

  it("is said once by each at most, when nothing is lost, and to nobody who is no peer", async () => {
    const { pair } = await clientIsOver();
    await pair.advance(50);
    const sent = [pair.client.sent.length, pair.server.sent.length];
    pair.inject(pair.client, Uint8Array.of(1, 2, 3));
    for (const packet of pair.server.sent.slice(-2)) pair.inject(pair.client, packet);
    await pair.advance(1_000);
    expect([pair.client.sent.length, pair.server.sent.length]).toEqual(sent);
    expect(sent.map((count) => count < 8)).toEqual([true, true]);
  });

  it("may come before the application has taken everything", async () => {
    const pair = await establishedPair({ lossy: true });
    pair.server.machine.setReading(false, pair.now);
    pair.client.send("unread");
    pair.client.machine.close(pair.now);
    pair.server.machine.close(pair.now);
    await pair.advance(1_000);
    expect(pair.client.closed).toEqual(properly);
    expect([pair.server.closed, pair.server.texts]).toEqual([undefined, []]);
    pair.server.machine.setReading(true, pair.now);
    await pair.advance(1);
    expect([pair.server.closed, pair.server.texts]).toEqual([properly, ["unread"]]);
  });
});

// spec: S-9, R-19
describe("a side that has waited long enough for the other's end", () => {
  it("does not have the other believe that its messages have arrived", async () => {
    const pair = await establishedPair({ lossy: true });
    const { client, server } = pair;
    client.machine.close(pair.now);
    await pair.settle();
    // What the server says is lost from now on, and what the client says is not.
    pair.tap = (packet, way) => (way === "server-to-client" ? undefined : packet);
    await pair.advance(1_000);
    server.send("lost");
    server.machine.close(pair.now);
    await pair.advance(limits.closeTimeoutMs);
    expect([client.error, client.texts]).toEqual([linkError("ERR_COUNTERSIGN_CLOSE_TIMEOUT"), []]);
    expect(server.events).not.toContain("confirmed");
    expect(server.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
  });

  it("does not make an end improper to which only the other's FIN is missing", async () => {
    const pair = await establishedPair({ lossy: true });
    const { client, server } = pair;
    client.machine.close(pair.now);
    server.send("heard");
    await pair.settle();
    pair.tap = (packet, way) => (way === "server-to-client" ? undefined : packet);
    await pair.advance(1_000);
    server.machine.close(pair.now, 60_000);
    await pair.advance(limits.closeTimeoutMs);
    expect([client.error, client.texts]).toEqual([linkError("ERR_COUNTERSIGN_CLOSE_TIMEOUT"), ["heard"]]);
    expect(server.closed).toEqual(properly);
  });
});

// spec: R-19
it("an end that waits to be said again was said", async () => {
  const pair = await establishedPair({ lossy: true });
  const { machine } = pair.client;
  const { sender } = (machine.traffic as LossyTraffic).delivery;
  machine.close(pair.now);
  expect(sender.hasSentEnd).toBe(false);
  pair.tap = () => undefined;
  await pair.settle();
  expect(sender.hasSentEnd).toBe(true);
  machine.handleTimeout(pair.now + 1_000);
  expect([machine.pollSize(pair.now + 1_000) > 0, sender.hasSentEnd]).toEqual([true, true]);
});
