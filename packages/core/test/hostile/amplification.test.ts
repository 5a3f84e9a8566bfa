import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { anyone, type Limits, listen } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { clientHandshake } from "../fixtures/handshake-pair.ts";
import { helloFor, keyRequestFor, reissued } from "../fixtures/strange-hellos.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();
const victim = "sim:victim";
const ours = () => helloFor(identity.publicKey);
const full = { maxHalfOpen: 1, cookieAboveHalfOpen: 100 };

/** A server, and what it has sent in answer to what came in the victim's name. */
async function stage(limits: Partial<Limits> = {}) {
  const clock = virtualClock();
  let [came, went] = [0, 0];
  const network = simulatedNetwork({
    seed: 1,
    clock,
    onPacket(packet) {
      went += packet.length; // what the victim sends is injected, and not seen here
      return packet;
    },
  });
  const server = await listen({
    transport: network.transport(),
    address: "sim:0",
    cipher,
    clock,
    identity,
    authenticate: anyone(),
    limits,
  });
  return {
    clock,
    server,
    get ratio() {
      return went / came;
    },
    get went() {
      return went;
    },
    async repeatFromElsewhere(packet: Uint8Array): Promise<void> {
      network.inject("sim:attacker", server.address, packet, victim);
      await clock.advance(1);
    },
    async forge(packet: Uint8Array, route?: string): Promise<void> {
      came += packet.length;
      network.inject(victim, server.address, packet, route);
      await clock.advance(1);
      expect(went, "bytes sent to an address that is not proven").toBeLessThanOrEqual(3 * came);
    },
  };
}

const firstPackets: readonly [what: string, make: () => Uint8Array, limits: Partial<Limits>, answered: boolean][] = [
  ["a HELLO that is accepted", ours, {}, true],
  ["one that does not open", () => reissued(ours(), identity.publicKey), {}, true],
  ["one of another version", () => ours().fill(2, 1, 2), {}, true],
  ["another suite", () => clientHandshake({ cipher: { ...cipher, name: "OTHER" }, padded: true }).hello, {}, true],
  ["another server's key", () => helloFor(cipher.ephemeralKem.generate().publicKey), {}, true],
  ["one to a server under load", ours, { cookieAboveHalfOpen: 0 }, true],
  ["one to a server that is full", ours, full, true],
  ["a KEYREQ", () => keyRequestFor(cipher, randomBytes(8)), {}, true],
  ["one of another version", () => keyRequestFor(cipher, randomBytes(8)).fill(2, 1, 2), {}, true],
  ["one for another suite", () => keyRequestFor({ ...cipher, name: "OTHER" }, randomBytes(8)), {}, true],
  ["one to a server under load, or full", () => keyRequestFor(cipher, randomBytes(8)), full, true],
  ["a short KEYREQ", () => keyRequestFor(cipher, randomBytes(8)).subarray(0, 1_199), {}, false],
  ["a KEYREQ that is not filled with zeros", () => keyRequestFor(cipher, randomBytes(8)).fill(1, 1_199), {}, false],
  ["a short HELLO", () => clientHandshake({ application: "" }).hello, {}, false],
  ["a short HELLO of another version", () => ours().fill(2, 1, 2).subarray(0, 10), {}, false],
  ["a HELLO cut off", () => ours().subarray(0, 1_199), {}, false],
  ["a HELLO with trailing bytes", () => Buffer.concat([ours(), Buffer.alloc(1)]), {}, false],
  ["a packet of a session", () => Buffer.concat([Buffer.of(1), randomBytes(1_199)]), {}, false],
  ["a fragment", () => ours().fill(0xc7, 0, 1), {}, false],
  ["garbage", () => randomBytes(1_200).fill(0xc0, 0, 1), {}, false],
  ["one byte", () => Buffer.of(0xc1), {}, false],
];

// spec: H-4, H-16, H-19, H-22
describe("a server sends an address that is not proven at most three times what came from there:", () => {
  it.each(firstPackets)("%s", async (_, make, limits, answered) => {
    const scene = await stage(limits);
    if (limits.maxHalfOpen) await scene.forge(ours(), "sim:another");
    const before = scene.went;
    await scene.forge(make());
    // Nobody answers: what the server says by itself in all the time that it waits.
    await scene.clock.advance(120_000);
    expect(scene.went > before).toBe(answered);
    expect(scene.ratio).toBeLessThan(1);
    expect(scene.server.stats().halfOpen).toBe(0);
  });

  it.each(firstPackets)("%s, again and again", async (_, make, limits) => {
    const scene = await stage(limits);
    const packet = make();
    for (let count = 0; count < 100; count++) {
      await scene.forge(packet);
      if (count % 10 === 0) await scene.clock.advance(1_000);
    }
    await scene.clock.advance(120_000);
    expect(scene.ratio).toBeLessThan(1);
  });

  // spec: H-7
  it("a HELLO that others repeat from elsewhere", async () => {
    const scene = await stage();
    const hello = ours();
    await scene.forge(hello);
    const after = scene.went;
    for (let count = 0; count < 100; count++) await scene.repeatFromElsewhere(hello);
    expect(scene.went).toBe(after);
  });

  it("a HELLO, and packets of a session that nobody can open", async () => {
    const scene = await stage();
    await scene.forge(ours());
    const after = scene.went;
    for (const epoch of [0, 1]) {
      for (let count = 0; count < 20; count++) await scene.forge(randomBytes(60).fill(epoch, 0, 1));
    }
    await scene.clock.advance(120_000);
    expect(scene.went).toBe(after);
  });
});
