import { once } from "node:events";
import { createServer, get } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { PeerError } from "@countersign/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { tcp } from "../src/index.ts";
import { type End, framed, listening } from "./listening.ts";
import { seeded } from "./random.ts";
import { Recorder, send, until } from "./recorder.ts";

describe("a stranger that does not speak Countersign", () => {
  it("is told from its HTTP request", async () => {
    const { listener, accepted } = await listening();
    const request = get(`http://${listener.address}/secret-path`);
    const failed = once(request, "error");
    await expectStranger(await accepted(), "it seems to speak HTTP");
    await failed;
  });

  it("is told from its TLS ClientHello", async () => {
    const { listener, accepted } = await listening();
    const [host, port] = listener.address.split(":");
    const socket = connectTls({ host, port: Number(port) });
    const failed = once(socket, "error");
    await expectStranger(await accepted(), "it seems to speak TLS");
    await failed;
  });

  it("is told from its SSH banner", async () => {
    await expectRefused("SSH-2.0-OpenSSH_9.6\r\n", "it seems to speak SSH");
  });

  it("is told from an HTTP server's answer", async () => {
    const http = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void http.close());
    await once(http, "listening");
    const link = await tcp().dial(`127.0.0.1:${(http.address() as AddressInfo).port}`);
    const sink = new Recorder();
    link.start(sink);
    send(link, Buffer.alloc(100));
    await expectStranger({ link, sink }, "it seems to speak HTTP");
  });

  it("may send anything", async () => {
    const random = seeded();
    for (let round = 0; round < 20; round++) {
      const { raw, server } = await (await listening()).dialRaw();
      // A first byte other than 0 makes a length beyond every limit.
      raw.write(Buffer.concat([Buffer.of(random.integer(1, 255)), random.bytes(random.integer(3, 5_000))]));
      raw.on("error", () => {});
      await until(() => server.sink.ends.length > 0);
      expect(server.sink.ends).toEqual([expect.objectContaining({ code: "ERR_COUNTERSIGN_NOT_COUNTERSIGN" })]);
      expect(server.sink.packets).toEqual([]);
    }
  });

  it("may promise a huge packet, or an empty one", async () => {
    for (const prefix of ["ffffffff", "00001001", "00000000"]) {
      await expectRefused(Buffer.from(prefix, "hex"), "The peer does not speak Countersign over TCP");
    }
  });
});

describe("a peer that breaks the rules later", () => {
  it.each(["ffffffff", "00001001", "00000000"])("is refused for the length %s", async (prefix) => {
    const { raw, server } = await (await listening()).dialRaw();
    raw.on("error", () => {});
    raw.write(Buffer.concat([framed(Buffer.from("fine")), Buffer.from(prefix, "hex"), framed(Buffer.from("late"))]));
    await until(() => server.sink.ends.length > 0);
    expect(server.sink.packets).toEqual([Buffer.from("fine")]);
    expect(server.sink.turnEnds).toBe(0);
    const [cause] = server.sink.ends;
    expect(cause).toBeInstanceOf(PeerError);
    expect(cause).toMatchObject({ code: "ERR_COUNTERSIGN_LIMIT" });
    expect(cause?.message).toContain(`a packet of ${Number.parseInt(prefix, 16)} bytes; 1 to 4096 are accepted`);
  });

  it("costs next to nothing when it promises packets and falls silent", async () => {
    const { dialRaw } = await listening();
    const beginning = framed(Buffer.alloc(131_072)).subarray(0, 10);
    const before = process.memoryUsage().arrayBuffers;
    const ends: End[] = [];
    for (let count = 0; count < 200; count++) {
      const { raw, server } = await dialRaw();
      server.link.limitReceive(131_072);
      raw.write(beginning);
      ends.push(server);
    }
    await delay(20);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 16_384);
    expect(ends.flatMap(({ sink }) => sink.ends)).toEqual([]);
  });

  it("is reported when it resets the connection in the middle of a packet", async () => {
    const { raw, server } = await (await listening()).dialRaw();
    raw.write(Buffer.concat([framed(Buffer.from("whole")), framed(Buffer.alloc(1_000)).subarray(0, 500)]));
    await until(() => server.sink.packets.length === 1);
    raw.resetAndDestroy();
    await until(() => server.sink.ends.length > 0);
    expect(server.sink.ends).toEqual([expect.objectContaining({ code: "ECONNRESET" })]);
    expect(server.link.reserve(10)).toBeUndefined();
  });

  it("does not disturb other links, nor the listener", async () => {
    const { dial, dialRaw } = await listening();
    const { client, server } = await dial();
    client.start(new Recorder());
    for (let count = 0; count < 10; count++) (await dialRaw()).raw.write("GET / HTTP/1.1\r\n\r\n", ignoreError);
    for (let count = 0; count < 10; count++) (await dialRaw()).raw.resetAndDestroy();
    send(client, Buffer.from("hello"));
    await until(() => server.sink.packets.length === 1);
    expect(server.sink.ends).toEqual([]);
    await dialRaw();
  });
});

function ignoreError(): void {}

async function expectRefused(bytes: string | Uint8Array, message: string): Promise<void> {
  const { raw, server } = await (await listening()).dialRaw();
  raw.on("error", () => {});
  raw.write(bytes);
  await expectStranger(server, message);
  await gone(raw);
}

async function expectStranger({ sink }: End, message: string): Promise<void> {
  await until(() => sink.ends.length > 0);
  const [cause] = sink.ends;
  expect(cause).toBeInstanceOf(PeerError);
  expect(cause).toMatchObject({ code: "ERR_COUNTERSIGN_NOT_COUNTERSIGN" });
  expect(cause?.message).toContain(message);
  expect(cause?.message).not.toMatch(/secret-path|OpenSSH/);
  expect(sink.packets).toEqual([]);
}

async function gone(raw: Socket): Promise<void> {
  raw.resume();
  raw.end();
  await until(() => raw.destroyed || raw.readableEnded);
}
