import { describe, expect, it } from "vitest";
import type { LossyTraffic } from "../../src/session/lossy-traffic.ts";
import type { Tap } from "../../src/testing/tap.ts";
import { linkError, peerError } from "../fixtures/failure.ts";
import { establishedPair, limits, type MachinePair } from "../fixtures/machine-pair.ts";
import type { MachineSide } from "../fixtures/machine-side.ts";

const properly = { error: undefined };
const lossy = (windowBytes: number = limits.windowBytes) => {
  const side = { limits: { ...limits, windowBytes } };
  return establishedPair({ lossy: true, client: side, server: side });
};

/** Loses every third packet of each direction. */
function everyThird(): Tap {
  const seen = { "client-to-server": 0, "server-to-client": 0 };
  return (packet, way) => (++seen[way] % 3 === 0 ? undefined : packet);
}

function expectMessages(side: MachineSide, sent: readonly Uint8Array[]): void {
  expect(side.messages.map(({ length }) => length)).toEqual(sent.map(({ length }) => length));
  for (const [index, message] of side.messages.entries()) {
    expect(message.equals(sent[index] as Uint8Array), `message ${index}`).toBe(true);
  }
}

async function closeBoth(pair: MachinePair): Promise<void> {
  for (const side of [pair.client, pair.server]) side.machine.close(pair.now, 60_000);
  await pair.advance(20_000);
  expect([pair.client.closed, pair.server.closed]).toEqual([properly, properly]);
  expect([pair.client.gone, pair.server.gone]).toEqual([true, true]);
}

// spec
describe("messages over a lossy link", () => {
  it("arrive once, whole and in order, both ways, though every third packet is lost", async () => {
    const pair = await lossy();
    const sizes = [0, 1, 63, 64, 1_100, 1_200, 0, 16_384, 2 ** 18, 2 ** 18 + 1, 2 ** 20, 5];
    const up = sizes.map((bytes, index) => Buffer.alloc(bytes, index));
    const down = [...sizes].reverse().map((bytes, index) => Buffer.alloc(bytes, 100 + index));
    pair.tap = everyThird();
    for (const message of up) pair.client.machine.send(message);
    for (const message of down) pair.server.machine.send(message);
    await pair.advance(30_000);
    expectMessages(pair.server, up);
    expectMessages(pair.client, down);
    // Large ones by reference, once each has arrived.
    expect(pair.client.released.map(({ length }) => length)).toEqual([2 ** 18 + 1, 2 ** 20]);
    for (const { machine } of [pair.client, pair.server]) {
      const { packetsLost, roundTripMs, queuedBytes } = machine.traffic?.pathStats ?? {};
      expect(packetsLost).toBeGreaterThan(100);
      expect(roundTripMs).toBeLessThan(100);
      expect(queuedBytes).toBe(0);
    }
    await closeBoth(pair);
  }, 30_000);

  it("need no time and lose nothing where nothing is lost", async () => {
    const pair = await lossy();
    expect(pair.server.machine.traffic?.pathStats).toMatchObject({ packetsLost: 0, roundTripMs: undefined });
    const sent = [Buffer.alloc(9_000, 1), Buffer.alloc(0), Buffer.alloc(70, 2)];
    for (const message of sent) pair.client.machine.send(message);
    await pair.settle();
    expectMessages(pair.server, sent);
    expect(pair.client.machine.traffic?.pathStats).toMatchObject({ packetsLost: 0, roundTripMs: 0, queuedBytes: 0 });
  });
});

/** Loses the next so many packets of both directions that follow, however long that takes. */
function loseNext(pair: MachinePair, packets: number): { readonly lost: number } {
  const counter = { lost: 0 };
  pair.tap = (packet) => (counter.lost < packets ? void counter.lost++ : packet);
  return counter;
}

// spec: R-10
describe("the end over a lossy link", () => {
  it.each([1, 2, 3, 4, 5, 6])("comes, though packet %i of those that close is lost", async (lostPacket) => {
    const pair = await lossy();
    const { client, server } = pair;
    let seen = 0;
    pair.tap = (packet) => (++seen === lostPacket ? undefined : packet);
    client.send("last of the client");
    client.machine.close(pair.now, 60_000);
    await pair.advance(2_000);
    expect(server.events.at(-1)).toBe("end");
    server.send("last of the server");
    server.machine.close(pair.now, 60_000);
    await pair.advance(10_000);
    expect([client.texts, server.texts]).toEqual([["last of the server"], ["last of the client"]]);
    expect([client.closed, server.closed]).toEqual([properly, properly]);
    expect([client.gone, server.gone]).toEqual([true, true]);
  });

  it.each([1, 2, 3, 4])("of both at once comes, though %i packets in a row are lost", async (packets) => {
    const pair = await lossy();
    const counter = loseNext(pair, packets);
    for (const side of [pair.client, pair.server]) side.send("last");
    await closeBoth(pair);
    expect(counter.lost).toBe(packets);
    expect([pair.client.texts, pair.server.texts]).toEqual([["last"], ["last"]]);
  });

  it("comes properly to the side that hears nothing any more but has everything", async () => {
    const afterClient = async (...texts: string[]) => {
      const pair = await lossy();
      const { client, server } = pair;
      client.machine.close(pair.now, 10_000);
      await pair.settle();
      // What the server says is heard, and nothing of what the client says to that.
      pair.tap = (packet, way) => (way === "client-to-server" ? undefined : packet);
      for (const text of texts) server.send(text);
      server.machine.close(pair.now);
      await pair.advance(limits.closeTimeoutMs);
      expect([client.texts, client.closed]).toEqual([texts, properly]);
      return server.closed?.error;
    };
    expect(await afterClient()).toBeUndefined();
    expect(await afterClient("perhaps lost")).toEqual(linkError("ERR_COUNTERSIGN_CLOSE_TIMEOUT"));
  });

  // spec: S-8
  it("by a CLOSE with a code is told again when it was lost", async () => {
    const pair = await lossy();
    const { client, server } = pair;
    const counter = loseNext(pair, 1);
    client.machine.abort(new Error("enough"), pair.now);
    await pair.settle();
    expect([counter.lost, client.error.message, server.closed]).toEqual([1, "enough", undefined]);
    server.send("are you there?");
    await pair.settle();
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
    expect(client.events.filter((kind) => kind === "closed")).toHaveLength(1);
    expect(client.messages).toEqual([]);
    await pair.advance(10_000);
    expect([client.gone, server.gone]).toEqual([true, true]);
  });

  it("waits for an application that reads later, and nothing is missing", async () => {
    const pair = await lossy();
    const { client, server } = pair;
    client.machine.setReading(false, pair.now);
    server.send("one");
    server.send("two");
    server.machine.close(pair.now);
    client.machine.close(pair.now);
    await pair.advance(1_000);
    expect([client.closed, client.texts, server.closed]).toEqual([undefined, [], properly]);
    client.setReading(true, pair.now);
    await pair.settle();
    expect(client.events.slice(-3)).toEqual(["end", "gone", "closed"]);
    await pair.advance(5_000);
    expect(client.texts).toEqual(["one", "two"]);
    expect([client.closed, server.closed]).toEqual([properly, properly]);
  });
});

// spec: R-3
describe("the window of a lossy link", () => {
  const windowBytes = 100_000;
  const messages = Array.from({ length: 300 }, (_, index) => Buffer.alloc(1_000, index));

  it("stops a sender whose peer's application does not read, and nothing is missing when it does again", async () => {
    const pair = await lossy(windowBytes);
    const { client, server } = pair;
    server.machine.setReading(false, pair.now);
    for (const message of messages) client.machine.send(message);
    await pair.advance(10_000);
    expect(server.messages).toEqual([]);
    expect(client.machine.traffic?.pathStats.queuedBytes).toBe(300 * 1_002 - windowBytes);
    expect(client.closed).toBeUndefined();
    server.setReading(true, pair.now);
    await pair.advance(10_000);
    expectMessages(server, messages);
    expect(client.machine.traffic?.pathStats.queuedBytes).toBe(0);
    await closeBoth(pair);
  });

  it("opens again, though what says so is lost each time at first", async () => {
    const pair = await lossy(windowBytes);
    const { client, server } = pair;
    let held = 0;
    for (const message of messages) client.machine.send(message);
    // What the server says is lost for a while, and then every second packet of it.
    pair.tap = (packet, way) =>
      way === "server-to-client" && (pair.now < 3_000 || held++ % 2 === 0) ? undefined : packet;
    for (let second = 0; second < 20; second++) await pair.advance(1_000);
    expectMessages(server, messages);
    expect(client.machine.traffic?.pathStats.queuedBytes).toBe(0);
  }, 30_000);

  it("is told to the peer by each side for itself", async () => {
    const pair = await establishedPair({
      lossy: true,
      client: { limits: { ...limits, windowBytes: 5_000 } },
      server: { limits: { ...limits, windowBytes: 50_000 } },
    });
    for (const side of [pair.client, pair.server]) {
      side.machine.setReading(false, pair.now);
      side.machine.send(Buffer.alloc(200_000));
    }
    await pair.advance(1_000);
    const queued = [pair.client, pair.server].map((side) => side.machine.traffic?.pathStats.queuedBytes);
    expect(queued).toEqual([200_004 - 50_000, 200_004 - 5_000]);
  });
});

// spec: R-14
it("a peer that lets us send everything, and acknowledges nothing, does not make us keep everything", async () => {
  const endless = { limits: { ...limits, windowBytes: 2 ** 50 } };
  const pair = await establishedPair({ lossy: true, client: endless });
  const { delivery } = pair.server.machine.traffic as LossyTraffic;
  delivery.send(Buffer.alloc(100 * 2 ** 20));
  expect(delivery.sender.stream.nextBytes).toBe(64 * 2 ** 20);
  expect(delivery.queuedBytes).toBeGreaterThan(100 * 2 ** 20);
});

// spec: R-11
it("a datagram is never sent again, and may be empty", async () => {
  const pair = await lossy();
  const { client, server } = pair;
  const send = (text: string) => client.machine.traffic?.delivery.sendDatagram(Buffer.from(text));
  loseNext(pair, 1);
  send("lost");
  await pair.settle();
  for (const text of ["", "heard"]) send(text);
  await pair.advance(5_000);
  expect(server.datagrams.map(String)).toEqual(["", "heard"]);
});

// spec: R-13
it("a session follows its client to where it has moved, and not a copy of its packets", async () => {
  const pair = await lossy();
  const { client, server } = pair;
  const [home, away, elsewhere] = ["home", "away", "elsewhere"].map((address) => ({ address, proven: false }));
  pair.clientPath = home;
  client.send("from home");
  await pair.settle();
  expect(server.migrations).toEqual([]);
  pair.inject(server, client.sent.at(-1) as Uint8Array, elsewhere);
  await pair.settle();
  expect(server.migrations).toEqual([]);
  pair.clientPath = away;
  client.send("from away");
  await pair.advance(1_000);
  expect(server.migrations).toEqual([away]);
  server.send("welcome");
  await pair.settle();
  expect([server.texts, client.texts]).toEqual([["from home", "from away"], ["welcome"]]);
});
