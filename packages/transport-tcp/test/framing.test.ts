import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { groupBytes } from "../src/group.ts";
import { framed, listening } from "./listening.ts";
import { seeded } from "./random.ts";
import { send, until } from "./recorder.ts";

describe("framing", () => {
  it("reads packets from a socket in any chunks", async () => {
    const random = seeded();
    const { dialRaw } = await listening();
    const { raw, server } = await dialRaw();
    const packets = Array.from({ length: 300 }, () => random.bytes(random.integer(1, 4_096)));
    const stream = Buffer.concat(packets.map(framed));
    for (let at = 0; at < stream.length; ) {
      const end = at + random.integer(1, random.integer(1, 5_000));
      raw.write(stream.subarray(at, end));
      if (random.integer(0, 3) > 0) await nextTurn();
      at = end;
    }
    await until(() => server.sink.packets.length >= packets.length);
    expect(digest(server.sink.packets)).toBe(digest(packets));
  });

  it("reads packets that come byte by byte", async () => {
    const { dialRaw } = await listening();
    const { raw, server } = await dialRaw();
    const packets = [Buffer.from("a"), Buffer.from("bc"), Buffer.alloc(300, 7)];
    for (const byte of Buffer.concat(packets.map(framed))) {
      raw.write(Uint8Array.of(byte));
      await nextTurn();
    }
    await until(() => server.sink.packets.length >= packets.length);
    expect(server.sink.packets).toEqual(packets);
  });

  it("writes each packet behind its length, in the order committed", async () => {
    const { dialRaw } = await listening();
    const { raw, server } = await dialRaw();
    const packets = [Buffer.from("one"), Buffer.alloc(70_000, 2), Buffer.alloc(131_072, 3), Buffer.from("four")];
    send(server.link, ...packets);
    const expected = Buffer.concat(packets.map(framed));
    const received: Buffer[] = [];
    raw.on("data", (chunk) => received.push(chunk));
    await until(() => received.reduce((bytes, chunk) => bytes + chunk.length, 0) >= expected.length);
    expect(digest(received)).toBe(digest([expected]));
  });

  it("puts the packets of one flush into one write", async () => {
    const { dialRaw } = await listening();
    const { raw, server } = await dialRaw();
    const chunks: Buffer[] = [];
    raw.on("data", (chunk) => chunks.push(chunk));
    send(server.link, ...Array.from({ length: 50 }, () => Buffer.alloc(20)));
    await until(() => chunks.length > 0);
    expect(chunks.map((chunk) => chunk.length)).toEqual([50 * 24]);
  });

  it("ends the turn after the packets of a read, and not when a read brought none", async () => {
    const { dialRaw } = await listening();
    const { raw, server } = await dialRaw();
    const { sink } = server;
    const packetsAtTurnEnd: number[] = [];
    sink.onTurnEnd = () => packetsAtTurnEnd.push(sink.packets.length);
    const packet = framed(Buffer.alloc(10));
    raw.write(Buffer.concat([packet, packet, packet.subarray(0, 8)]));
    await until(() => packetsAtTurnEnd.length === 1);
    raw.write(packet.subarray(8, 11));
    await new Promise((resolve) => setTimeout(resolve, 20));
    raw.write(packet.subarray(11));
    await until(() => sink.packets.length === 3);
    expect(packetsAtTurnEnd).toEqual([2, 3]);
  });

  it("names one path, which is proven, for everything a link receives", async () => {
    const { dialRaw } = await listening();
    const { raw, server } = await dialRaw();
    raw.write(framed(Buffer.from("one")));
    raw.write(framed(Buffer.from("two")));
    await until(() => server.sink.packets.length === 2);
    const address = `127.0.0.1:${raw.localPort}`;
    expect([...server.sink.paths]).toEqual([{ address, proven: true }]);
    expect(server.link.remoteAddress).toBe(address);
  });

  it("refuses to lend more than a group holds, or to commit more than was lent", async () => {
    const { dialRaw } = await listening();
    const { server } = await dialRaw();
    const invalid = expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    expect(() => server.link.reserve(groupBytes)).toThrow(invalid);
    expect(() => server.link.commit(1)).toThrow(invalid);
    expect(server.link.reserve(10)).toHaveLength(10);
    expect(() => server.link.commit(11)).toThrow(invalid);
  });
});

function digest(chunks: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}
