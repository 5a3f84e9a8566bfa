import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Link } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { fill } from "./fill.ts";
import { type End, framed, listening } from "./listening.ts";
import { seeded } from "./random.ts";
import { Recorder, send, until } from "./recorder.ts";

describe("flow", () => {
  it("carries 50 MiB each way at once, between peers that pause now and then", { timeout: 30_000 }, async () => {
    const random = seeded();
    const { dial } = await listening();
    const { client, server } = await dial();
    const clientEnd = { link: client, sink: new Recorder() };
    client.start(clientEnd.sink);
    const ends = [clientEnd, server];
    const bytes = 50 * 2 ** 20;
    const sent = ends.map((end) => sendAll(end, bytes, random));
    const received = ends.map((end) => digestAll(end, random));
    await until(() => received.every((each) => each.bytes() >= bytes));
    expect(received.map(({ digest }) => digest())).toEqual([...sent].reverse().map(({ digest }) => digest()));
  });

  it("holds about 1 MiB for each peer that reads nothing, and serves another meanwhile", async () => {
    const { dialRaw } = await listening();
    const before = process.memoryUsage().arrayBuffers;
    const stalled: Link[] = [];
    for (let count = 0; count < 20; count++) {
      const { raw, server } = await dialRaw();
      raw.pause();
      stalled.push(server.link);
    }
    await Promise.all(stalled.map((link) => fill(link)));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1.5 * 2 ** 20);

    const { raw, server } = await dialRaw();
    send(server.link, Buffer.from("at once"));
    const answered = new Promise<Buffer>((resolve) => raw.once("data", resolve));
    expect(await answered).toEqual(framed(Buffer.from("at once")));
  });

  it("holds little for a peer that reads nothing and is sent small packets, each flushed", async () => {
    const { raw, server } = await (await listening()).dialRaw();
    raw.pause();
    const before = process.memoryUsage().arrayBuffers;
    await fill(server.link, 4_000, true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 2 ** 20);
  });

  it("holds no memory for links that have nothing to send", async () => {
    const { dial } = await listening();
    const sink = new Recorder();
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 1; count <= 300; count++) {
      const { client, server } = await dial();
      client.start(sink);
      send(server.link, Buffer.from("hello"));
      server.link.reserve(1_000);
      server.link.commit(0);
      await until(() => sink.packets.length === count);
    }
    await delay(5);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300 * 32_768);
  });

  it("does not use the memory of a loan that outlives its link", async () => {
    const { dialRaw } = await listening();
    const { server: first } = await dialRaw();
    const loan = first.link.reserve(50_000);
    first.link.abort();
    const { raw, server } = await dialRaw();
    const packet = Buffer.alloc(50_000, 1);
    server.link.reserve(packet.length)?.set(packet);
    loan?.fill(2);
    server.link.commit(packet.length);
    server.link.flush();
    const received: Buffer[] = [];
    raw.on("data", (chunk) => received.push(chunk));
    await until(() => received.reduce((bytes, chunk) => bytes + chunk.length, 0) === packet.length + 4);
    expect(Buffer.concat(received).equals(framed(packet))).toBe(true);
  });

  it("does not hand over packets, nor stop the peer's sending for good, while paused", async () => {
    const { raw, server } = await (await listening()).dialRaw();
    server.link.pause();
    const packet = framed(Buffer.alloc(4_000));
    for (let count = 0; count < 10_000; count++) raw.write(packet);
    await delay(50);
    expect(server.sink.packets.length).toBe(0);
    expect(raw.writableLength, "the kernel took 40 MB for a peer that does not read").toBeGreaterThan(0);
    server.sink.onPacket = () => void received++;
    let received = 0;
    server.link.resume();
    await until(() => received === 10_000);
  });
});

type Random = ReturnType<typeof seeded>;

/** Sends random packets as fast as the link lends room for them. */
function sendAll({ link, sink }: End, bytes: number, random: Random) {
  const hash = createHash("sha256");
  const source = random.bytes(2 ** 17);
  let left = bytes;
  const pump = () => {
    while (left > 0) {
      const length = Math.min(left, random.integer(1, 100_000));
      const room = link.reserve(length);
      if (!room) break;
      const start = random.integer(0, source.length - length);
      room.set(source.subarray(start, start + length));
      hash.update(room);
      link.commit(length);
      left -= length;
      if (random.integer(0, 9) === 0) link.flush();
    }
    link.flush();
  };
  sink.onWritable = pump;
  pump();
  return { digest: () => hash.digest("hex") };
}

/** Digests what arrives, pausing at random. */
function digestAll({ link, sink }: End, random: Random) {
  const hash = createHash("sha256");
  let bytes = 0;
  link.limitReceive(2 ** 17);
  sink.onPacket = (packet) => {
    bytes += packet.length;
    hash.update(packet);
    if (random.integer(0, 19) > 0) return;
    link.pause();
    setTimeout(() => link.resume(), random.integer(0, 2));
  };
  return { bytes: () => bytes, digest: () => hash.digest("hex") };
}
