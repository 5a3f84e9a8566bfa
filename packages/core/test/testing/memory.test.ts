import { describe, expect, it } from "vitest";
import { memory } from "../../src/testing/memory.ts";
import { accepting, type End, memoryPair, started } from "./memory-pair.ts";
import { commit, send } from "./recording-sink.ts";

describe("memory: packets", () => {
  it("arrive whole, once and in order, in both directions, and each batch ends with the turn's end", async () => {
    const { clock, client, server } = await memoryPair();
    send(client.link, "a", "bc", "def");
    send(server.link, "x".repeat(4_096));
    await clock.runUntilIdle();
    send(client.link, "g");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["a", "bc", "def", "<turn end>", "g", "<turn end>"]);
    expect(client.sink.events).toEqual(["x".repeat(4_096), "<turn end>"]);
  });

  it("come from one proven path, named by the peer's address", async () => {
    const { clock, client, server } = await memoryPair();
    send(server.link, "a", "b");
    send(client.link, "c");
    await clock.runUntilIdle();
    expect(client.sink.paths[0]).toEqual({ address: "memory:server", proven: true });
    expect(client.sink.paths[1]).toBe(client.sink.paths[0]);
    expect(server.sink.paths[0]?.address).toBe(server.link.remoteAddress);
    expect(server.link.remoteAddress).toMatch(/^memory:\d+$/);
  });

  it("travel only when flushed", async () => {
    const { clock, client, server } = await memoryPair();
    commit(client.link, "a");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual([]);
    client.link.flush();
    await clock.runUntilIdle();
    expect(server.sink.packets).toEqual(["a"]);
  });

  it("are never handed over inside a call to a link", async () => {
    const { clock, client, server } = await memoryPair();
    let inside = false;
    const outside = () => expect(inside).toBe(false);
    client.sink.onPacket = outside;
    server.sink.onPacket = () => {
      outside();
      inside = true;
      send(server.link, "answer");
      inside = false;
    };
    inside = true;
    send(client.link, "question");
    inside = false;
    await clock.runUntilIdle();
    expect(client.sink.packets).toEqual(["answer"]);
  });

  it("wait until the link is started", async () => {
    const transport = memory();
    await transport.listen(
      "memory:a",
      accepting((link) => send(started(link).link, "welcome")),
    );
    const link = await transport.dial("memory:a");
    await new Promise(setImmediate);
    const client = started(link);
    await new Promise(setImmediate);
    expect(client.sink.events).toEqual(["welcome", "<turn end>"]);
  });

  it("are overwritten when handlePacket returns", async () => {
    const { clock, client, server } = await memoryPair();
    const kept: Uint8Array[] = [];
    server.sink.onPacket = (packet) => kept.push(packet);
    send(client.link, "borrowed");
    await clock.runUntilIdle();
    expect(kept).toEqual([new Uint8Array(8).fill(0xaa)]);
  });

  it("stop and go on as the receiver says, in the middle of a batch too", async () => {
    const { clock, client, server } = await memoryPair();
    server.link.pause();
    send(client.link, "a", "b", "c");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual([]);
    server.sink.onPacket = () => server.link.pause();
    server.link.resume();
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["a", "<turn end>"]);
    server.sink.onPacket = () => {};
    server.link.resume();
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["a", "<turn end>", "b", "c", "<turn end>"]);
  });
});

describe("memory: loans", () => {
  it("are at least as long as asked for and hold no zeros", async () => {
    const { client } = await memoryPair();
    const loan = client.link.reserve(100);
    expect(loan?.length).toBeGreaterThanOrEqual(100);
    expect(loan?.every((byte) => byte === 0xaa)).toBe(true);
  });

  it("can be given back", async () => {
    const { clock, client, server } = await memoryPair();
    client.link.reserve(100);
    client.link.commit(0);
    send(client.link, "a");
    await clock.runUntilIdle();
    expect(server.sink.packets).toEqual(["a"]);
  });

  it("are one at a time, no larger than a packet, and end with one commit", async () => {
    const { client } = await memoryPair();
    const misuse = expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    expect(() => client.link.commit(1)).toThrow(misuse);
    expect(() => client.link.reserve(client.link.traits.maxPacketBytes + 1)).toThrow(misuse);
    expect(() => client.link.reserve(0)).toThrow(misuse);
    const loan = client.link.reserve(10);
    expect(() => client.link.reserve(10)).toThrow(misuse);
    expect(() => client.link.commit((loan?.length ?? 0) + 1)).toThrow(misuse);
  });
});

describe("memory: backpressure", () => {
  const capacity = 1_000;

  function fill(end: End): number {
    let count = 0;
    for (; end.link.reserve(100); count += 1) end.link.commit(100);
    end.link.flush();
    return count;
  }

  it("refuses loans while the bounded amount waits, and says when there is room", async () => {
    const { clock, client, server } = await memoryPair({ sendBufferBytes: capacity });
    server.link.pause();
    expect(fill(client)).toBe(capacity / 100);
    await clock.runUntilIdle();
    expect(client.link.reserve(1)).toBeUndefined();
    expect(client.sink.events).toEqual([]);
    server.link.resume();
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual(["<writable>"]);
    expect(server.sink.packets).toHaveLength(capacity / 100);
    expect(fill(client)).toBe(capacity / 100);
  });

  it("says so once, and only after a refusal", async () => {
    const { clock, client, server } = await memoryPair({ sendBufferBytes: capacity });
    send(client.link, "a", "b");
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual([]);
    fill(client);
    server.sink.onPacket = () => client.link.reserve(10) && client.link.commit(0);
    await clock.runUntilIdle();
    send(client.link, "a");
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual(["<writable>"]);
  });

  it("counts what is committed and not flushed", async () => {
    const { client } = await memoryPair({ sendBufferBytes: 10 });
    commit(client.link, "0123456789");
    expect(client.link.reserve(1)).toBeUndefined();
  });

  it("lets one packet be larger than the bound", async () => {
    const { clock, client, server } = await memoryPair({ sendBufferBytes: 10 });
    send(client.link, "longer than ten bytes");
    await clock.runUntilIdle();
    expect(server.sink.packets).toEqual(["longer than ten bytes"]);
  });

  it.each([0, -1, Number.NaN])("refuses a bound of %d", (sendBufferBytes) => {
    const invalid = expect.objectContaining({ name: "UsageError", code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    expect(() => memory({ sendBufferBytes })).toThrow(invalid);
  });

  it("bounds what waits to 1 MiB by default", async () => {
    const { client, server } = await memoryPair();
    server.link.pause();
    let bytes = 0;
    for (; client.link.reserve(65_536); bytes += 65_536) client.link.commit(65_536);
    expect(bytes).toBe(2 ** 20);
  });
});

describe("memory: receive limit", () => {
  it("is 4,096 bytes for a stranger, and what breaks it at once is no peer of ours", async () => {
    const { clock, client, server } = await memoryPair();
    send(client.link, "x".repeat(4_097));
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["<end>"]);
    expect(server.sink.cause).toMatchObject({ name: "PeerError", code: "ERR_COUNTERSIGN_NOT_COUNTERSIGN" });
    expect(client.sink.events).toEqual(["<end>"]);
    expect(client.sink.cause).toMatchObject({ code: "ECONNRESET" });
  });

  it("ends the link when a peer breaks it later, and hands over what came before", async () => {
    const { clock, client, server } = await memoryPair();
    send(client.link, "x".repeat(4_096), "y".repeat(4_097), "z");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["x".repeat(4_096), "<turn end>", "<end>"]);
    expect(server.sink.cause).toMatchObject({ name: "PeerError", code: "ERR_COUNTERSIGN_LIMIT" });
    expect(server.link.reserve(1)).toBeUndefined();
  });

  it("can be raised", async () => {
    const { clock, client, server } = await memoryPair();
    server.link.limitReceive(65_536);
    send(client.link, "x".repeat(65_536));
    await clock.runUntilIdle();
    expect(server.sink.packets).toEqual(["x".repeat(65_536)]);
  });
});
