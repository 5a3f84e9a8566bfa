import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { fill } from "./fill.ts";
import { framed, listening } from "./listening.ts";
import { Recorder, send, until } from "./recorder.ts";

describe("the peer's FIN", () => {
  it("is answered with what was committed, then FIN", async () => {
    const { raw, server } = await (await listening()).dialRaw();
    const answer = Buffer.alloc(100_000, 5);
    server.sink.onTurnEnd = () => {
      server.link.reserve(answer.length)?.set(answer);
      server.link.commit(answer.length);
    };
    const received: Buffer[] = [];
    raw.on("data", (chunk) => received.push(chunk));
    raw.end(framed(Buffer.from("question")));
    await once(raw, "end");
    expect(Buffer.concat(received).equals(framed(answer))).toBe(true);
    expect(server.sink.ends).toEqual([undefined]);
  });

  it("in the middle of a packet is an end too: without a cause, and without the packet", async () => {
    const { raw, server } = await (await listening()).dialRaw();
    raw.end(framed(Buffer.alloc(100)).subarray(0, 50));
    await until(() => server.sink.ends.length > 0);
    expect(server.sink.ends).toEqual([undefined]);
    expect(server.sink.packets).toEqual([]);
  });

  it("does not hold a link whose peer takes nothing any more", async () => {
    const { raw, server } = await (await listening({ drainTimeoutMs: 50 })).dialRaw();
    raw.pause();
    await fill(server.link);
    raw.end();
    await until(() => server.sink.ends.length > 0);
    await server.link.close();
  });
});

describe.each(["dialled", "accepted"] as const)("a paused %s link", (side) => {
  it("hears of the end after the packets before it", async () => {
    const { dial } = await listening();
    const { client, server } = await dial();
    const sink = side === "dialled" ? new Recorder() : server.sink;
    const [paused, peer] = side === "dialled" ? [client, server.link] : [server.link, client];
    client.start(side === "dialled" ? sink : new Recorder());
    sink.onPacket = (packet) => {
      sink.packets.push(Buffer.from(packet));
      paused.pause();
    };
    send(peer, ...Array.from({ length: 10 }, (_, number) => Buffer.alloc(10, number)));
    void peer.close();
    for (let count = 1; count <= 10; count++) {
      await until(() => sink.packets.length === count);
      await delay(5);
      expect(sink.packets.length).toBe(count);
      paused.resume();
    }
    await until(() => sink.ends.length > 0);
    expect(sink.packets.map((packet) => packet[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(sink.ends).toEqual([undefined]);
  });

  it("goes on at once when the sink pauses and resumes in one call", async () => {
    const { dial } = await listening();
    const { client, server } = await dial();
    const sink = side === "dialled" ? new Recorder() : server.sink;
    const [link, peer] = side === "dialled" ? [client, server.link] : [server.link, client];
    client.start(side === "dialled" ? sink : new Recorder());
    sink.onPacket = (packet) => {
      sink.packets.push(Buffer.from(packet));
      link.pause();
      link.resume();
    };
    for (let round = 0; round < 10; round++) send(peer, Buffer.of(2 * round), Buffer.of(2 * round + 1));
    await until(() => sink.packets.length >= 20);
    expect(sink.packets.map((packet) => packet[0])).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });
});

describe("close", () => {
  it("waits for a slow peer as long as it takes something", async () => {
    const lingerMs = 20;
    const { raw, server } = await (await listening({ lingerMs, drainTimeoutMs: 30_000 })).dialRaw();
    raw.pause();
    const sent = await fill(server.link);
    const closing = server.link.close();
    let received = 0;
    let waitedMs = 0;
    raw.on("data", (chunk) => {
      received += chunk.length;
      waitedMs += 5;
      raw.pause();
      setTimeout(() => raw.resume(), 5);
    });
    raw.resume();
    await once(raw, "end");
    await closing;
    expect(received).toBe(sent);
    expect(waitedMs).toBeGreaterThan(10 * lingerMs);
  });

  it("gives up on a peer that takes nothing", async () => {
    const { raw, server } = await (await listening({ drainTimeoutMs: 50, lingerMs: 30_000 })).dialRaw();
    raw.pause();
    await fill(server.link);
    await server.link.close();
  });

  it("gives up on a peer that goes on sending and never ends", async () => {
    const { raw, server } = await (await listening({ lingerMs: 50 })).dialRaw();
    raw.on("error", () => {}).resume();
    const chatter = setInterval(() => raw.write(framed(Buffer.alloc(100))), 5);
    await server.link.close();
    clearInterval(chatter);
    expect(server.sink.ends).toEqual([]);
  });

  it("discards what comes meanwhile, also on a link that was paused", async () => {
    const { raw, server } = await (await listening({ lingerMs: 30_000 })).dialRaw();
    server.link.pause();
    const closing = server.link.close();
    raw.write(Buffer.alloc(10_000_000));
    raw.end();
    await closing;
    expect(server.sink.packets).toEqual([]);
    expect(server.sink.ends).toEqual([]);
  });

  it("resolves on a link that never started, and on one that is gone already", async () => {
    const { dial } = await listening();
    const { client, server } = await dial();
    await client.close();
    await until(() => server.sink.ends.length > 0);
    await server.link.close();
    await server.link.close();
  });
});
