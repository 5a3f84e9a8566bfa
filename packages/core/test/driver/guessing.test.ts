import { describe, expect, it } from "vitest";
import {
  connect,
  generateSharedKey,
  type Limits,
  listen,
  type Session,
  sharedKey,
  sharedKeys,
} from "../../src/index.ts";
import { memory, virtualClock } from "../../src/testing/index.ts";
import { peerError } from "../fixtures/failure.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

// Every client of the memory transport has an address of its own: what is seen here is what a name costs.
async function stage(limits: Partial<Limits> = {}) {
  const clock = virtualClock();
  const cipher = testCipher();
  const identity = cipher.ephemeralKem.generate();
  const key = generateSharedKey();
  const common = { transport: memory({ clock }), cipher, clock };
  const authenticate = sharedKeys({ alice: key });
  const server = await listen({ ...common, address: "memory:0", identity, authenticate, limits });
  const dial = (name: string, secret: string) =>
    connect({ ...common, address: server.address, server: identity.publicKey, authenticate: sharedKey(name, secret) });
  /** Milliseconds until a wrong key was refused. */
  const guess = async (name: string) => {
    const before = clock.now();
    const refused = expect(dial(name, generateSharedKey())).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_AUTHENTICATION",
    });
    await clock.runUntilSettled(refused, 60_000);
    return clock.now() - before;
  };
  return { clock, server, key, dial, guess };
}

async function readToEnd(session: Session): Promise<void> {
  for await (const message of session) expect.fail(`a message came: ${message}`);
}

/** What ended it. */
const ending = (session: Session) => new Promise<unknown>((resolve) => session.once("close", resolve));

// spec: A-21
describe("guessing at a client's key", () => {
  it("gets slower with every attempt, for a name that exists as for one that does not", async () => {
    const { guess, server } = await stage();
    const times: Record<string, number[]> = { alice: [], nobody: [] };
    for (const name of ["alice", "nobody"]) {
      for (let attempt = 1; attempt <= 9; attempt++) times[name]?.push(Math.round((await guess(name)) / 250));
    }
    expect(times.alice).toEqual(times.nobody);
    expect(times.alice?.slice(0, 5)).toEqual([1, 1, 1, 1, 1]);
    expect(times.alice?.at(-1)).toBeGreaterThanOrEqual(4);
    expect(server.stats().attemptsFailed).toBe(18);
    await server.close();
  });

  it("does not keep out who holds the key: it waits for a while at most", async () => {
    const { clock, dial, guess, key, server } = await stage({ maxFailureDelayMs: 2_000 });
    for (let attempt = 1; attempt <= 12; attempt++) await guess("alice");
    const before = clock.now();
    const session = await clock.runUntilSettled(dial("alice", key), 60_000);
    expect(clock.now() - before).toBeLessThanOrEqual(2_000);
    session.abort();
    await clock.runUntilSettled(server.close(), 60_000);
  });

  it("is not slowed down where the limit says so", async () => {
    const { guess, server } = await stage({ maxFailureDelayMs: 0 });
    for (let attempt = 1; attempt <= 12; attempt++) expect(Math.round((await guess("alice")) / 250)).toBe(1);
    await server.close();
  });
});

// spec: I-22
describe("disconnect", () => {
  it("ends every session of one name, and says how many", async () => {
    const { clock, dial, key, server } = await stage();
    const sessions = await clock.runUntilSettled(Promise.all([dial("alice", key), dial("alice", key)]), 1_000);
    await clock.runUntil(() => server.sessions.size === 2, 1_000);
    expect(server.disconnect("bob")).toBe(0);
    expect(server.disconnect("alice")).toBe(2);
    const endings = await clock.runUntilSettled(Promise.all(sessions.map(ending)), 1_000);
    expect(endings).toEqual(Array(2).fill(peerError("ERR_COUNTERSIGN_PEER_ABORTED")));
    expect(server.sessions.size).toBe(0);
    const again = await clock.runUntilSettled(dial("alice", key), 1_000);
    again.abort();
    await clock.runUntilSettled(server.close(), 60_000);
  });

  it("ends a session too whose client was looked up just before", async () => {
    const clock = virtualClock();
    const cipher = testCipher();
    const identity = cipher.ephemeralKem.generate();
    const key = generateSharedKey();
    const common = { transport: memory({ clock }), cipher, clock };
    let found: ((key: string) => void) | undefined;
    const lookUp = () =>
      new Promise<string>((resolve) => {
        found = resolve;
      });
    const server = await listen({ ...common, address: "memory:0", identity, authenticate: sharedKeys(lookUp) });
    const met: string[] = [];
    server.on("session", ({ peer }) => met.push(peer.name ?? ""));
    const authenticate = sharedKey("alice", key);
    const connecting = connect({ ...common, address: server.address, server: identity.publicKey, authenticate });
    const outcome = connecting.then(readToEnd).catch((error) => error);
    await clock.runUntil(() => found !== undefined, 1_000);
    expect(server.disconnect("alice")).toBe(0);
    found?.(key);
    expect(await clock.runUntilSettled(outcome, 5_000)).toMatchObject({ code: "ERR_COUNTERSIGN_PEER_ABORTED" });
    expect(met).toEqual([]);
    await clock.advance(10_000);
    expect(server.stats()).toMatchObject({ sessions: 0, halfOpen: 0 });
    await clock.runUntilSettled(server.close(), 60_000);
  });
});
