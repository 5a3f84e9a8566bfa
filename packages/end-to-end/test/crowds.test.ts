import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { connectTo, echoServer, expectService, helloFor, strangerTo } from "./stand.ts";
import { long } from "./witness.ts";

const busy = long("BUSY");

// The whole of 127/8 is this machine: strangers come from 127.0.0.2, friends from 127.0.0.1.
const elsewhere = "127.0.0.2";

// spec: H-23
describe("over TCP, many strangers from one address", { timeout: 60_000 }, () => {
  it("who said HELLO and stopped take their address's room, and nobody else's", async () => {
    await using stand = await echoServer({ maxHalfOpenPerAddress: 3 });
    const hello = await helloFor(stand.server);
    const strangers = await Promise.all(Array.from({ length: 3 }, () => strangerTo(stand.server, elsewhere)));
    const answers = strangers.map((socket) => once(socket, "data"));
    for (const socket of strangers) socket.write(hello);
    await Promise.all(answers);
    const late = await strangerTo(stand.server, elsewhere);
    const [reject] = [once(late, "data"), late.write(hello)];
    // Behind its length, REJECT: type C4, code 4 behind version and client id.
    const packet = ((await reject) as Buffer[])[0]?.subarray(4);
    expect([packet?.[0], packet?.[10]]).toEqual([0xc4, 4]);
    expect(stand.refusals).toEqual([busy]);
    expect(stand.server.stats()).toMatchObject({ halfOpen: 3, strangersCrowdedOut: 1 });
    await expectService(stand.server);
  });

  it("who say nothing push out each other, and nobody else", async () => {
    await using stand = await echoServer({ maxHalfOpenPerAddress: 3 });
    const friend = await strangerTo(stand.server);
    const strangers = await Promise.all(Array.from({ length: 20 }, () => strangerTo(stand.server, elsewhere)));
    await expect.poll(() => strangers.filter((socket) => socket.closed).length, { timeout: 5_000 }).toBe(17);
    expect(friend.closed).toBe(false);
    expect(stand.refusals).toEqual(Array(17).fill(busy));
    await expectService(stand.server);
    for (const socket of [friend, ...strangers]) socket.destroy();
  });

  it("who begin one handshake after the other are slowed down", async () => {
    await using stand = await echoServer({ handshakesPerSecondPerAddress: 1 });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => connectTo(stand.server)));
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(reasons.length).toBeGreaterThanOrEqual(2);
    for (const reason of reasons) expect(reason).toMatchObject({ code: busy, retryable: true });
  });

  it("get as many sessions as a server has, and no more", async () => {
    await using stand = await echoServer({ maxSessions: 2 });
    const [first] = [await connectTo(stand.server), await connectTo(stand.server)];
    await expect(connectTo(stand.server)).rejects.toMatchObject({ code: busy, retryable: true });
    await first.close();
    await expect.poll(() => stand.server.sessions.size).toBe(1);
    await expectService(stand.server);
  });
});
