import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Session } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { startByteRelay } from "./byte-relay.ts";
import { connectTo, echoServer, expectEcho, expectService, helloFor, strangerTo } from "./stand.ts";
import { long } from "./witness.ts";

const [timeout, busy] = [long("HANDSHAKE_TIMEOUT"), long("BUSY")];

// spec: S-3, H-3, H-10
describe("over TCP, strangers who take their time", { timeout: 60_000 }, () => {
  it("and send a true HELLO byte by byte are turned away at the time limit, and others are served meanwhile", async () => {
    await using stand = await echoServer({ handshakeTimeoutMs: 500 });
    const hello = await helloFor(stand.server);
    const strangers = await Promise.all(Array.from({ length: 10 }, () => strangerTo(stand.server)));
    const drip = async (socket: Socket) => {
      for (const byte of hello) {
        if (socket.destroyed) return;
        socket.write(Uint8Array.of(byte));
        await delay(20);
      }
    };
    const dripping = strangers.map(drip);
    await expectService(stand.server);
    await expect.poll(() => stand.refusals, { timeout: 10_000 }).toEqual(strangers.map(() => timeout));
    await Promise.all(dripping);
    await expectService(stand.server);
  });

  it("and stop after HELLO are turned away at the same limit, and a full house is said to be busy", async () => {
    await using stand = await echoServer({ handshakeTimeoutMs: 3_000, maxHalfOpen: 5 });
    const hello = await helloFor(stand.server);
    const friend = await connectTo(stand.server);
    const strangers = await Promise.all(Array.from({ length: 5 }, () => strangerTo(stand.server)));
    const answers = strangers.map((socket) => once(socket, "data"));
    for (const socket of strangers) socket.write(hello);
    await Promise.all(answers);
    await expect(connectTo(stand.server)).rejects.toMatchObject({ code: busy, retryable: true });
    await expectEcho(friend);
    await expect.poll(() => stand.refusals.length, { timeout: 10_000 }).toBe(6);
    await expectService(stand.server);
  });

  it("and say nothing, however many, keep no client out, and are no more than the limit", async () => {
    await using stand = await echoServer({ handshakeTimeoutMs: 3_000, maxHalfOpen: 20 });
    const strangers = await Promise.all(Array.from({ length: 100 }, () => strangerTo(stand.server)));
    // The oldest have to go at once.
    await expect.poll(() => stand.refusals.filter((code) => code === busy).length, { timeout: 2_500 }).toBe(80);
    await expectService(stand.server);
    await expect.poll(() => strangers.filter((socket) => !socket.closed).length, { timeout: 10_000 }).toBe(0);
    // Each is refused once, and for one of two reasons.
    expect(stand.refusals).toHaveLength(100);
    expect(new Set(stand.refusals)).toEqual(new Set([busy, timeout]));
  });
});

describe("over TCP, a peer", { timeout: 60_000 }, () => {
  it.each(["to server", "to client"] as const)(
    "that reads and passes on one byte at a time %s is served",
    async (slow) => {
      await using stand = await echoServer();
      await using relay = await startByteRelay(stand.server.address, { slow });
      const session = await connectTo(stand.server, relay.address);
      const message = Buffer.alloc(3_000, 7);
      void session.send(message);
      for await (const echo of session) {
        expect(echo.equals(message)).toBe(true);
        break;
      }
      await session.close();
      expect(stand.refusals).toEqual([]);
    },
  );

  // spec: S-9
  it("that never reads makes its sender wait, costs no more memory than the buffers, and can be left", async () => {
    const limits = { sendBufferBytes: 1_000_000 };
    await using stand = await echoServer(limits);
    await using relay = await startByteRelay(stand.server.address);
    const accepted = once(stand.server, "session");
    await connectTo(stand.server, relay.address);
    const [sender] = (await accepted) as [Session];
    relay.stall("to client");
    const before = memoryInUse();
    const message = Buffer.alloc(20_000, 7);
    // The system's buffers take some of it: more than all of them together is waiting somewhere else.
    let sent = 0;
    for (let waiting = false; !waiting; ) {
      const taken = sender.send(message).then(
        () => true,
        () => true,
      );
      sent += message.length;
      waiting = sender.room <= 0 && !(await Promise.race([taken, delay(200, false)]));
      expect(sent, "the sender was never asked to wait").toBeLessThan(100_000_000);
    }
    expect(sender.room).toBeGreaterThan(-message.length - 100);
    // Its own buffer and the link's, and what both keep in store.
    expect(memoryInUse() - before).toBeLessThan(8_000_000);
    await expectService(stand.server);
    const closed = once(sender, "close");
    await expect(sender.close({ timeout: 100 })).rejects.toMatchObject({ code: long("CLOSE_TIMEOUT") });
    expect((await closed)[0]).toMatchObject({ code: long("CLOSE_TIMEOUT") });
    expect(stand.server.sessions.has(sender)).toBe(false);
    await expectService(stand.server);
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
