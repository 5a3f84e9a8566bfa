import { describe, expect, it } from "vitest";
import type { Tap } from "../../src/testing/tap.ts";
import { memoryPair } from "./memory-pair.ts";
import { bytesOf, send, textOf } from "./recording-sink.ts";

describe("memory: tap", () => {
  it("sees every packet and its direction", async () => {
    const seen: string[] = [];
    const onPacket: Tap = (packet, direction) => {
      seen.push(`${direction} ${textOf(packet)}`);
      return packet;
    };
    const { clock, client, server } = await memoryPair({ onPacket });
    send(client.link, "a", "b");
    send(server.link, "c");
    await clock.runUntilIdle();
    expect(seen).toEqual(["client-to-server a", "client-to-server b", "server-to-client c"]);
    expect(server.sink.packets).toEqual(["a", "b"]);
  });

  it("changes a packet in place", async () => {
    const onPacket: Tap = (packet) => packet.fill(0x7a, 0, 1);
    const { clock, client, server } = await memoryPair({ onPacket });
    send(client.link, "abc");
    await clock.runUntilIdle();
    expect(server.sink.packets).toEqual(["zbc"]);
  });

  it("drops, duplicates, replaces and injects", async () => {
    let previous = bytesOf("none");
    const onPacket: Tap = (packet) => {
      const replayed = previous;
      previous = Uint8Array.from(packet);
      if (textOf(packet) === "drop") return undefined;
      if (textOf(packet) === "twice") return [packet, packet];
      if (textOf(packet) === "replay") return [packet, replayed];
      return textOf(packet) === "replace" ? bytesOf("other") : packet;
    };
    const { clock, client, server } = await memoryPair({ onPacket });
    send(client.link, "drop", "twice", "replay", "replace", "pass");
    await clock.runUntilIdle();
    expect(server.sink.packets).toEqual(["twice", "twice", "replay", "twice", "other", "pass"]);
  });

  it("cuts the link, and both ends see an end without a cause, behind what had passed", async () => {
    const onPacket: Tap = (packet) => {
      if (textOf(packet) === "last") pair.transport.cut();
      return packet;
    };
    const pair = await memoryPair({ onPacket });
    send(pair.server.link, "answer");
    send(pair.client.link, "a", "b", "last", "c");
    await pair.clock.runUntilIdle();
    expect(pair.server.sink.events).toEqual(["a", "b", "<turn end>", "<end>"]);
    expect(pair.client.sink.events).toEqual(["answer", "<turn end>", "<end>"]);
    expect([pair.client.sink.cause, pair.server.sink.cause]).toEqual([undefined, undefined]);
    expect(pair.client.link.reserve(1)).toBeUndefined();
  });

  it("makes room by what it drops", async () => {
    const { clock, client } = await memoryPair({ sendBufferBytes: 10, onPacket: () => undefined });
    await clock.runUntilIdle();
    send(client.link, "0123456789");
    expect(client.link.reserve(1)).toBeDefined();
    client.link.commit(0);
    client.link.reserve(10);
    client.link.commit(10);
    expect(client.link.reserve(1)).toBeUndefined();
    client.link.flush();
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual(["<writable>"]);
  });
});
