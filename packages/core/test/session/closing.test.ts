import { describe, expect, it } from "vitest";
import { CloseCode, FrameType } from "../../src/wire.ts";
import { linkError, peerError } from "../fixtures/failure.ts";
import { establishedPair, limits, MachinePair } from "../fixtures/machine-pair.ts";
import { sendFrames } from "../fixtures/raw-frames.ts";
import { byKey } from "../fixtures/shared-keys.ts";

const properly = { error: undefined };

describe("a proper close", () => {
  // spec: S-6
  it("takes both sides, and delivers what was sent before it", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.send("last");
    client.machine.close(pair.now);
    await pair.settle();
    expect(server.texts).toEqual(["last"]);
    expect(server.events.at(-1)).toBe("end");
    expect(client.events.at(-1)).toBe("confirmed");
    expect([client.closed, server.closed]).toEqual([undefined, undefined]);
    server.machine.close(pair.now);
    await pair.settle();
    expect([client.closed, server.closed]).toEqual([properly, properly]);
  });

  // spec: S-7
  it("leaves the other side free to answer", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.machine.close(pair.now);
    await pair.settle();
    server.machine.send(Buffer.alloc(300_000, 7));
    server.machine.close(pair.now);
    await pair.settle();
    expect(client.messages.map((message) => message.equals(Buffer.alloc(300_000, 7)))).toEqual([true]);
    expect([client.closed, server.closed]).toEqual([properly, properly]);
  });

  it("may come from both sides at once", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.send("from the client");
    server.send("from the server");
    client.machine.close(pair.now);
    server.machine.close(pair.now);
    await pair.settle();
    expect([client.texts, server.texts]).toEqual([["from the server"], ["from the client"]]);
    expect([client.closed, server.closed]).toEqual([properly, properly]);
  });

  it("waits for everything that is queued, and is told once", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    // Of the middle ones two fit a packet, with room to spare.
    const sizes = [1_000_000, 30_000, 30_000, 30_000, 1_000_000];
    for (const bytes of sizes) client.machine.send(Buffer.alloc(bytes));
    client.machine.close(pair.now);
    client.machine.close(pair.now);
    await pair.settle();
    server.machine.close(pair.now);
    await pair.settle();
    expect(server.messages.map(({ length }) => length)).toEqual(sizes);
    expect(server.events.filter((kind) => kind === "end")).toHaveLength(1);
    expect(client.events.filter((kind) => kind === "closed")).toHaveLength(1);
  });

  // spec: S-9
  it("fails when the other side does not close too in time", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.machine.close(pair.now);
    await pair.advance(limits.closeTimeoutMs - 1);
    expect(client.closed).toBeUndefined();
    await pair.advance(1);
    expect(client.error).toEqual(linkError("ERR_COUNTERSIGN_CLOSE_TIMEOUT"));
    expect(server.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
  });

  it("may be given more time, in which both sides keep each other alive", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.machine.close(pair.now, 10 * limits.idleTimeoutMs);
    await pair.advance(5 * limits.idleTimeoutMs);
    server.machine.close(pair.now);
    await pair.settle();
    expect([client.closed, server.closed]).toEqual([properly, properly]);
  });

  it("is cut short when the link ends before it is complete", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.machine.close(pair.now);
    await pair.settle();
    pair.cut();
    expect(client.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
    expect(server.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
  });

  // spec: R-10
  it("of a lossy link takes both sides too, after what was queued, and leaves nobody behind for long", async () => {
    const pair = await establishedPair({ lossy: true });
    const { client, server } = pair;
    client.send("last");
    client.machine.traffic?.delivery.sendDatagram(Buffer.from("the very last"));
    client.machine.close(pair.now);
    await pair.settle();
    expect(server.texts).toEqual(["last"]);
    expect(server.datagrams.map(String)).toEqual(["the very last"]);
    expect(server.events.at(-1)).toBe("end");
    expect(client.events.at(-1)).toBe("confirmed");
    expect([client.closed, server.closed]).toEqual([undefined, undefined]);
    server.machine.close(pair.now);
    await pair.settle();
    expect([client.closed, server.closed]).toEqual([properly, properly]);
    expect([client.gone, server.gone]).toEqual([false, true]); // the server was told that the client is over
    await pair.advance(4_000);
    expect([client.gone, server.gone]).toEqual([true, true]);
    for (const side of [client, server]) expect(side.events.filter((kind) => kind === "closed")).toHaveLength(1);
  });
});

// spec: S-10
describe("after its CLOSE", () => {
  it("a side that goes on breaks the protocol, on a reliable link", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.machine.close(pair.now);
    await pair.settle();
    client.send("one more");
    await pair.settle();
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PROTOCOL"));
    expect(client.error).toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
    expect(server.messages).toEqual([]);
  });

  it("a datagram that was overtaken by it is still delivered on a lossy link, until the session is over", async () => {
    const late: Uint8Array[] = [];
    const pair = await establishedPair({ lossy: true });
    const { client, server } = pair;
    pair.tap = (packet) => void late.push(Uint8Array.from(packet));
    for (const text of ["overtaken", "left behind"]) {
      client.machine.traffic?.delivery.sendDatagram(Buffer.from(text));
      await pair.settle();
    }
    pair.tap = undefined;
    client.machine.close(pair.now);
    await pair.settle();
    expect(server.events.at(-1)).toBe("end");
    pair.inject(server, late[0] as Uint8Array);
    await pair.settle();
    expect(server.closed).toBeUndefined();
    expect(server.datagrams.map(String)).toEqual(["overtaken"]);
    server.machine.close(pair.now);
    await pair.settle();
    expect(server.closed).toEqual(properly);
    pair.inject(server, late[1] as Uint8Array);
    expect(server.datagrams).toHaveLength(1);
  });

  it("a side may still fail, and say so", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    const reason = new Error("enough");
    client.machine.close(pair.now);
    await pair.settle();
    client.machine.abort(reason, pair.now);
    await pair.settle();
    expect(client.error).toBe(reason);
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
  });

  it("a side does not close again", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.machine.close(pair.now);
    await pair.settle();
    sendFrames(client, Uint8Array.of(FrameType.close, CloseCode.done));
    await pair.settle();
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PROTOCOL"));
    expect(server.events.filter((kind) => kind === "end")).toHaveLength(1);
  });
});

// spec: S-11
describe("RECEIVED", () => {
  const received = Uint8Array.of(FrameType.received);

  it("breaks the protocol before a CLOSE", async () => {
    const pair = await establishedPair();
    sendFrames(pair.client, received);
    await pair.settle();
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  it("breaks the protocol a second time", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    server.machine.close(pair.now);
    await pair.settle();
    expect(server.events).toContain("confirmed");
    sendFrames(client, received);
    await pair.settle();
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});

// spec: S-8
describe("an abort", () => {
  it("is told at once, and reported on both sides", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    const reason = new Error("enough");
    client.send("never sent");
    client.machine.abort(reason, pair.now);
    await pair.settle();
    expect(client.error).toBe(reason);
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
    expect(server.messages).toEqual([]);
  });

  it("needs no room on the link: it is over at the next look at the clock", async () => {
    const pair = await establishedPair();
    const { client } = pair;
    client.blocked = true;
    client.machine.abort(new Error("enough"), pair.now);
    await pair.advance(0);
    expect(client.error.message).toBe("enough");
  });

  it("says nothing where there are no keys to say it with", async () => {
    const pair = new MachinePair();
    const reason = new Error("enough");
    pair.client.machine.abort(reason, pair.now);
    await pair.settle();
    expect(pair.client.error).toBe(reason);
    expect(pair.client.sent).toEqual([]);
  });

  it("by the server tells a client without keys to come back later", async () => {
    const pair = new MachinePair();
    const { client, server } = pair;
    pair.carry("client-to-server");
    server.machine.abort(new Error("closing"), pair.now);
    await pair.settle();
    expect(server.error.message).toBe("closing");
    expect(client.error).toEqual(peerError("ERR_COUNTERSIGN_BUSY"));
  });

  it("is told in epoch 0 while the peer waits for WELCOME", async () => {
    const pair = new MachinePair(byKey);
    const { client, server } = pair;
    await pair.settleUntil(() => client.worked.includes("authenticate"));
    server.blocked = true;
    pair.carry("client-to-server");
    await server.work(() => pair.now);
    server.collect();
    expect(server.peer).toBeDefined();
    server.machine.abort(new Error("enough"), pair.now);
    server.blocked = false;
    await pair.settle();
    expect(client.error).toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
  });

  it("in epoch 0 is told in epoch 0, even to a server that has left it behind", async () => {
    const pair = new MachinePair(byKey);
    const { client, server } = pair;
    await pair.settleUntil(() => server.peer !== undefined);
    client.machine.abort(new Error("enough"), pair.now);
    await pair.settle();
    expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
  });
});
