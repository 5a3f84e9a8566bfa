import { describe, expect, it } from "vitest";
import { hex } from "../fixtures/hex.ts";
import { establishedPair, MachinePair } from "../fixtures/machine-pair.ts";
import { byKey } from "../fixtures/shared-keys.ts";

describe.each([
  ["a reliable link", false],
  ["a lossy link", true],
])("a session on %s", (_link, lossy) => {
  it("is established on both sides, by a shared key", async () => {
    const { client, server } = await establishedPair({ lossy, ...byKey });
    expect(client.peer).toEqual({ mechanism: "hmac-sha256" });
    expect(server.peer).toEqual({ name: "alice", mechanism: "hmac-sha256" });
  });

  it("is established with anyone, where that is what the server wants", async () => {
    const { client, server } = await establishedPair({ lossy });
    expect([client.peer, server.peer]).toEqual([{ mechanism: "none" }, { mechanism: "none" }]);
  });

  it("has a channel binding that both sides know and no other session has", async () => {
    const [one, other] = [await establishedPair({ lossy }), await establishedPair({ lossy })];
    const bindings = [one.client, one.server, other.client].map(({ binding }) => hex(binding as Uint8Array));
    expect(bindings[0]).toHaveLength(64);
    expect(bindings[0]).toBe(bindings[1]);
    expect(bindings[0]).not.toBe(bindings[2]);
  });

  it("asks for one private-key operation a side, and for each step of the authentication", async () => {
    const { client, server } = await establishedPair({ lossy, ...byKey });
    expect(client.worked).toEqual(["decapsulate", "authenticate", "authenticate"]);
    expect(server.worked).toEqual(["decapsulate", "authenticate"]);
  });

  // spec: A-9
  it("shows neither name nor mechanism, not even by the size of a packet", async () => {
    const anyone = await establishedPair({ lossy });
    const alice = await establishedPair({ lossy, ...byKey });
    const sizes = ({ client, server }: MachinePair) => [client.sent[1]?.length, server.sent[1]?.length];
    expect(sizes(alice)).toEqual(sizes(anyone));
    for (const packet of [...alice.client.sent, ...alice.server.sent]) {
      expect(packet.includes("alice") || packet.includes("hmac")).toBe(false);
    }
  });

  // spec: P-12
  it("takes larger packets only from a peer that has proven who it is", async () => {
    const pair = new MachinePair({ lossy, ...byKey });
    const { client, server } = pair;
    await pair.settleUntil(() => server.sent.length > 0);
    expect([client.receiveLimit, server.receiveLimit]).toEqual([4_096, 4_096]);
    await pair.settleUntil(() => client.worked.includes("authenticate"));
    expect([client.receiveLimit, server.receiveLimit]).toEqual([2 ** 17, 4_096]);
    await pair.settle();
    expect([client.receiveLimit, server.receiveLimit]).toEqual([2 ** 17, 2 ** 17]);
  });
});

// spec: H-12
describe("a server that speaks first", () => {
  it.each([
    ["a reliable link", false],
    ["a lossy link", true],
  ])("is heard, though its client is still at work on WELCOME, on %s", async (_link, lossy) => {
    const pair = new MachinePair({ lossy, ...byKey });
    const { client, server } = pair;
    await pair.settleUntil(() => server.peer !== undefined);
    client.idle = true;
    for (let i = 0; i < 5; i++) {
      if (lossy) server.machine.traffic?.delivery.sendDatagram(Buffer.alloc(1_000, i));
      else server.machine.send(Buffer.alloc(100_000, i));
    }
    await pair.settle();
    expect(client.closed).toBeUndefined();
    expect(client.peer).toBeUndefined();
    client.idle = false;
    await pair.settle();
    const received = lossy ? client.datagrams : client.messages;
    expect(received.map(([first]) => first)).toEqual([0, 1, 2, 3, 4]);
    expect(client.machine.packetsForged).toBe(0);
  });

  it("is stopped on a reliable link until the client is ready", async () => {
    const pair = new MachinePair(byKey);
    const { client, server } = pair;
    await pair.settleUntil(() => server.peer !== undefined);
    client.idle = true;
    for (let i = 0; i < 50; i++) {
      server.send(`message ${i}`);
      await pair.settle();
    }
    expect([client.machine.overtaken, client.readAll]).toEqual([true, false]);
    client.idle = false;
    await pair.settle();
    expect([client.machine.overtaken, client.readAll]).toEqual([false, true]);
    expect(client.texts).toEqual(Array.from({ length: 50 }, (_, i) => `message ${i}`));
  });

  it("is heard up to 16 packets on a lossy link, and no further", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    const { client, server } = pair;
    await pair.settleUntil(() => server.peer !== undefined);
    client.idle = true;
    for (let i = 0; i < 20; i++) {
      server.machine.traffic?.delivery.sendDatagram(Buffer.alloc(100, i));
      await pair.settle();
    }
    client.idle = false;
    await pair.settle();
    expect(client.datagrams.map(([first]) => first)).toEqual(Array.from({ length: 16 }, (_, i) => i));
    expect(client.machine.packetsForged).toBe(4);
  });

  // spec: R-7
  it("says again what was not heard on a lossy link, so that no message is missing", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    const { client, server } = pair;
    await pair.settleUntil(() => server.peer !== undefined);
    client.idle = true;
    const texts = Array.from({ length: 20 }, (_, i) => `message ${i}`);
    for (const text of texts) {
      server.send(text);
      await pair.settle();
    }
    client.idle = false;
    await pair.settle();
    expect(client.texts).toEqual(texts.slice(0, 16));
    await pair.advance(1_000);
    expect(client.texts).toEqual(texts);
  });
});
