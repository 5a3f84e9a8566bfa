import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, type LinkHost, listen, type Session, type Transport } from "../../src/index.ts";
import { seededRandom, simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { HandshakeType } from "../../src/wire.ts";
import { CountedIdentity } from "../fixtures/counted-identity.ts";
import { seed } from "../fixtures/seed.ts";
import { helloFor, reissued } from "../fixtures/strange-hellos.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const limits = { maxHalfOpen: 40, cookieAboveHalfOpen: 20, handshakeTimeoutMs: 10_000, refusalFloorMs: 250 };

/** A server with one session, and someone who sends HELLOs in the name of ever new addresses. */
async function stage(options: Partial<typeof limits> = {}) {
  const clock = virtualClock();
  let cookiesReturned = 0;
  const network = simulatedNetwork({
    seed,
    clock,
    onPacket(packet) {
      // A client's: the flood is injected, and not seen here.
      if (packet[0] === HandshakeType.hello && packet.subarray(10, 42).some((byte) => byte !== 0)) cookiesReturned++;
      return packet;
    },
  });
  const identity = new CountedIdentity(cipher.ephemeralKem.generate());
  const common = { transport: network.transport(), cipher, clock };
  const server = await listen({
    ...common,
    address: "sim:0",
    identity,
    authenticate: anyone(),
    limits: { ...limits, ...options },
  });
  const refused: string[] = [];
  server.on("refused", (error) => refused.push((error as Error & { code: string }).code));
  server.on("session", (session) => session.on("datagram", (datagram) => session.sendDatagram(datagram)));
  const dial = () =>
    connect({ ...common, address: server.address, server: identity.publicKey, authenticate: anonymous() });
  const random = seededRandom(seed);
  const first = helloFor(identity.publicKey);
  let strangers = 0;
  return {
    clock,
    server,
    identity,
    refused,
    dial,
    session: await clock.runUntilSettled(dial(), 1_000),
    cookiesReturned: () => cookiesReturned,
    /** One HELLO each millisecond. `make`: one that does not open, by default. */
    async flood(ms: number, make = () => reissued(first, identity.publicKey)) {
      let most = 0;
      for (let sent = 0; sent < ms; sent++) {
        const packet = make();
        // The cookie of who has got none.
        if (random.chance(0.5)) packet.set(random.bytes(32), 10);
        network.inject(`sim:stranger-${strangers++}`, server.address, packet);
        await clock.advance(1);
        most = Math.max(most, server.stats().halfOpen);
      }
      return most;
    },
  };
}

async function echo(session: Session, text: string): Promise<string> {
  const heard = new Promise<string>((resolve) => session.once("datagram", (datagram) => resolve(String(datagram))));
  session.sendDatagram(text);
  return heard;
}

// spec: H-3, H-16, H-18
describe(`a flood of HELLOs from forged addresses, seed ${seed}`, () => {
  it("has a bounded number of private-key operations, and disturbs nobody who is there or comes", async () => {
    const { clock, server, identity, refused, session, dial, flood, cookiesReturned } = await stage();
    const before = identity.count;
    expect(await flood(3_100)).toBe(limits.cookieAboveHalfOpen);
    // Each place is free again when its refusal floor has passed.
    const rounds = 3_100 / limits.refusalFloorMs + 1;
    expect(identity.count - before).toBeLessThanOrEqual(rounds * limits.cookieAboveHalfOpen);

    const [said, dialled, most] = [echo(session, "still here"), dial(), flood(3_000)];
    // The flood is what lets time pass.
    expect(await most).toBeLessThanOrEqual(limits.cookieAboveHalfOpen + 1);
    expect(await said).toBe("still here");
    const second = await dialled;
    expect(cookiesReturned()).toBe(1);
    const [echoed] = [echo(second, "and here"), await flood(100)];
    expect(await echoed).toBe("and here");

    // All that the application hears of are the places that were taken, not the packets.
    expect(server.stats().strangersRetried).toBeGreaterThan(5_000);
    expect(refused.length).toBeLessThanOrEqual(identity.count);
    await clock.advance(limits.handshakeTimeoutMs);
    expect(server.stats()).toMatchObject({ sessions: 2, halfOpen: 0 });
  });

  it("takes the places that need no cookie and no others, when its HELLOs open", async () => {
    const { identity, server, dial, flood, session } = await stage();
    const before = identity.count;
    const make = () => helloFor(identity.publicKey);
    expect(await flood(500, make)).toBe(limits.cookieAboveHalfOpen);
    const [dialled] = [dial(), await flood(500, make)];
    expect((await dialled).peer).toBeDefined();
    expect(identity.count - before).toBe(limits.cookieAboveHalfOpen + 1);
    const [said] = [echo(session, "still here"), await flood(100, make)];
    expect(await said).toBe("still here");
    expect(server.stats().sessions).toBe(2);
  });

  it("leaves nothing behind, however long it lasts", async () => {
    const { host, packets, stats } = await bareListener();
    const at = (count: number) => ({ address: `192.0.2.1:${count}`, proven: false });
    const rain = (drops: number) => {
      for (let count = 0; count < drops; count++) {
        const packet = packets[count % packets.length] as Uint8Array;
        expect(host.screen(packet, at(count))).not.toBe("admit");
      }
    };
    rain(3_000);
    const before = heapBytes();
    rain(30_000);
    expect(heapBytes() - before).toBeLessThan(30_000 * 10);
    expect(stats()).toMatchObject({ halfOpen: 0, strangersIgnored: 22_000, strangersRetried: 11_000 });
  });
});

/** A listener under load, its transport's side of it, and packets that it does not admit. */
async function bareListener() {
  let host: LinkHost | undefined;
  const transport: Transport = {
    name: "bare",
    dial: () => Promise.reject(new Error("It only listens.")),
    async listen(address, given) {
      host = given;
      return { address, close: async () => {} };
    },
  };
  const identity = cipher.ephemeralKem.generate();
  const server = await listen({
    transport,
    address: "bare",
    cipher,
    identity,
    authenticate: anyone(),
    limits: { cookieAboveHalfOpen: 0 },
  });
  const hello = helloFor(identity.publicKey);
  const packets = [hello, Uint8Array.from(hello).fill(1, 0, 1), hello.subarray(0, 500)];
  return { host: host as unknown as LinkHost, packets, stats: () => server.stats() };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
