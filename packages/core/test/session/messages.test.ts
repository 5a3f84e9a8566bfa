import { describe, expect, it } from "vitest";
import { lv8, utf8, varint } from "../../src/bytes.ts";
import { maxDatagramBytes } from "../../src/limits.ts";
import { CloseCode, FrameType } from "../../src/wire.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { peerError } from "../fixtures/failure.ts";
import { establishedPair, limits } from "../fixtures/machine-pair.ts";
import { sendFrames } from "../fixtures/raw-frames.ts";
import { watched } from "../fixtures/watched-cipher.ts";

const frame = (type: number, value: Uint8Array) => Buffer.concat([Uint8Array.of(type), varint(value.length), value]);

describe("messages", () => {
  // spec: D-1
  it("go both ways, whole and in order", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    for (const text of ["one", "", "two"]) client.send(text);
    server.send("three");
    await pair.settle();
    expect([server.texts, client.texts]).toEqual([["one", "", "two"], ["three"]]);
  });

  it("go together in one packet", async () => {
    const pair = await establishedPair();
    const before = pair.client.sent.length;
    for (let i = 0; i < 100; i++) pair.client.send(`message ${i}`);
    await pair.settle();
    expect(pair.client.sent.length - before).toBe(1);
    expect(pair.server.messages).toHaveLength(100);
  });

  it("wait while the link has no room, and the sender is told when there is again", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.blocked = true;
    for (let i = 0; i < 20; i++) client.machine.send(Buffer.alloc(100_000, i));
    await pair.settle();
    expect([server.messages.length, client.released.length, client.events.includes("writable")]).toEqual([0, 0, false]);
    client.blocked = false;
    await pair.settle();
    expect(server.messages).toHaveLength(20);
    expect(client.released).toHaveLength(20);
    expect(client.events.filter((kind) => kind === "writable")).toHaveLength(1);
  });

  it("tell of no room that was never lacking", async () => {
    const pair = await establishedPair();
    pair.client.machine.send(Buffer.alloc(limits.sendBufferBytes - 1));
    await pair.settle();
    expect(pair.client.events).not.toContain("writable");
  });

  it("know the peer's limit", async () => {
    const pair = await establishedPair({ server: { limits: { ...limits, maxMessageBytes: 5_000 } } });
    expect(pair.client.machine.traffic?.maxMessageBytes).toBe(5_000);
    expect(pair.server.machine.traffic?.maxMessageBytes).toBe(limits.maxMessageBytes);
  });

  // spec: P-3, P-5
  it.each([false, true])("take new keys on their way, and never a nonce twice (lossy: %s)", async (lossy) => {
    const cipher = watched(cipherWith({ maxPackets: 8 }));
    const pair = await establishedPair({ lossy, client: { cipher }, server: { cipher } });
    const { client, server } = pair;
    for (let i = 0; i < 40; i++) {
      client.machine.traffic?.delivery.sendDatagram(utf8(`up ${i}`));
      server.machine.traffic?.delivery.sendDatagram(utf8(`down ${i}`));
      await pair.settle();
    }
    expect(server.datagrams.at(-1)?.toString()).toBe("up 39");
    expect(client.datagrams.at(-1)?.toString()).toBe("down 39");
    expect(cipher.repeats).toBe(0);
    expect(new Set(cipher.seals.map(({ key }) => key)).size).toBeGreaterThanOrEqual(2 * Math.ceil(40 / 8));
  });

  it("leave no key behind when the session ends", async () => {
    const cipher = watched(cipherWith({}));
    const pair = await establishedPair({ client: { cipher } });
    pair.client.machine.close(pair.now);
    pair.server.machine.close(pair.now);
    await pair.settle();
    expect(pair.client.closed).toEqual({ error: undefined });
    expect([...cipher.destroyed].sort()).toEqual([...new Set(cipher.keys)].sort());
  });
});

describe("an authenticated peer that does not keep to the protocol", () => {
  const [protocol, limit] = ["ERR_COUNTERSIGN_PROTOCOL", "ERR_COUNTERSIGN_LIMIT"] as const;
  const small = { ...limits, maxMessageBytes: 1_024 };
  const part = frame(FrameType.messagePart, Buffer.alloc(300));

  // spec: D-4, D-6, D-7, D-10, P-9, P-10
  it.each([
    ["a message above our limit", frame(FrameType.message, Buffer.alloc(1_025)), limit],
    ["a part above our limit", frame(FrameType.messagePart, Buffer.alloc(1_025)), limit],
    ["a part that is too small", frame(FrameType.messagePart, Buffer.alloc(255)), protocol],
    [
      "CLOSE in the middle of a message",
      Buffer.concat([part, Uint8Array.of(FrameType.close, CloseCode.done)]),
      protocol,
    ],
    ["a datagram above our limit", frame(FrameType.datagram, Buffer.alloc(maxDatagramBytes + 1)), limit],
    ["authentication again", Buffer.concat([Uint8Array.of(FrameType.auth, 0), lv8(utf8("again"))]), protocol],
    ["a frame of unknown type", Uint8Array.of(0x3f), protocol],
    ["a frame cut off", frame(FrameType.message, Buffer.alloc(9)).subarray(0, 5), protocol],
    ["a frame of a later version", Uint8Array.of(FrameType.maxData, 1), protocol],
  ] as const)("ends the session with %s, and hears why", async (_what, frames, code) => {
    const pair = await establishedPair({ server: { limits: small } });
    const { client, server } = pair;
    client.send("before");
    await pair.settle();
    sendFrames(client, frames);
    await pair.settle();
    expect(server.error).toEqual(peerError(code));
    expect(client.error).toEqual(peerError(code === limit ? limit : "ERR_COUNTERSIGN_PEER_ABORTED"));
    expect(server.texts).toEqual(["before"]);
  });

  it("ends the session with a message on a lossy link", async () => {
    const pair = await establishedPair({ lossy: true });
    sendFrames(pair.client, frame(FrameType.message, utf8("message")));
    await pair.settle();
    expect(pair.server.error).toEqual(peerError(protocol));
  });

  it("may send nothing but padding, and PING", async () => {
    const pair = await establishedPair();
    sendFrames(pair.client, Buffer.concat([new Uint8Array(1_000), Uint8Array.of(FrameType.ping), new Uint8Array(5)]));
    await pair.settle();
    expect(pair.server.closed).toBeUndefined();
  });
});
