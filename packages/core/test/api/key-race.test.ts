import { describe, expect, it } from "vitest";
import { KeyRace, type Lane } from "../../src/api/key-race.ts";
import type { PublicKey } from "../../src/cipher.ts";
import { LinkError, PeerError } from "../../src/errors.ts";

const otherKey = new PeerError("ERR_COUNTERSIGN_SERVER_KEY", "another key");
const busy = new PeerError("ERR_COUNTERSIGN_BUSY", "busy");
const timeout = (cause?: Error) => new LinkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT", "too long", { cause });

interface Runner extends Lane {
  readonly key: PublicKey;
  readonly session: { readonly place: number; aborted: unknown; abort(reason: unknown): void };
  win(): void;
  lose(error: unknown): void;
}

/** A race over so many keys, in which each attempt does what the test says. */
function race(keys: number, signal?: AbortSignal) {
  const runners: Runner[] = [];
  const all = Array.from({ length: keys }, () => ({}) as PublicKey);
  const running = new KeyRace(all, (key, lane) => {
    const session: Runner["session"] = {
      place: runners.length,
      aborted: undefined,
      abort(reason) {
        session.aborted = reason;
      },
    };
    return new Promise<Runner["session"]>((resolve, reject) => {
      lane.signal.addEventListener("abort", () => reject(lane.signal.reason));
      runners.push({ ...lane, key, session, win: () => resolve(session), lose: reject });
    });
  }).run(signal);
  running.catch(() => {});
  return { runners, all, running, at: (place: number) => runners[place] as Runner };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

// spec: I-14, H-20
describe("KeyRace", () => {
  it("begins with the first key alone, and goes on when it is refused", async () => {
    const { runners, all, running, at } = race(3);
    expect(runners).toHaveLength(1);
    at(0).lose(otherKey);
    await turn();
    expect(runners.map(({ key }) => all.indexOf(key))).toEqual([0, 1]);
    at(1).win();
    expect(await running).toBe(at(1).session);
  });

  it("begins the next beside one that is only said to be in vain, once, and the first session ends the others", async () => {
    const { runners, running, at } = race(3);
    for (let count = 0; count < 3; count++) at(0).suspect(otherKey);
    at(0).suspect(busy);
    expect(runners).toHaveLength(2);
    at(1).suspect(otherKey);
    at(1).suspect(otherKey);
    at(2).suspect(otherKey);
    expect(runners).toHaveLength(3);
    at(0).win();
    expect(await running).toBe(at(0).session);
    expect(runners.map(({ signal }) => signal.aborted)).toEqual([false, true, true]);
    expect(at(1).signal.reason).toMatchObject({ code: "ERR_COUNTERSIGN_ABORTED" });
  });

  it("takes one session when two come at once, and ends the other", async () => {
    const { running, at } = race(2);
    at(0).suspect(otherKey);
    at(1).win();
    at(0).win();
    expect(await running).toBe(at(1).session);
    expect([at(0).session.aborted, at(1).session.aborted]).toMatchObject([
      { code: "ERR_COUNTERSIGN_ABORTED" },
      undefined,
    ]);
  });

  it("begins no other for an error that the key has nothing to do with", async () => {
    for (const error of [busy, timeout(), timeout(otherKey), new TypeError("a mistake")]) {
      const { runners, running, at } = race(2);
      at(0).suspect(busy);
      at(0).lose(error);
      await expect(running).rejects.toBe(error);
      expect(runners).toHaveLength(1);
    }
  });

  it("believes a server that was authenticated, and waits for nobody then", async () => {
    const refused = new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "refused");
    const { running, at } = race(2);
    at(0).suspect(otherKey);
    at(1).lose(refused);
    await expect(running).rejects.toBe(refused);
    expect(at(0).signal.aborted).toBe(true);
  });

  it.each([
    ["what the server said of a key that it has", [timeout(otherKey), timeout(busy)], 1],
    ["the same, whichever comes first", [timeout(busy), timeout(otherKey)], 0],
    ["that it has none of the keys, before silence", [timeout(otherKey), timeout()], 0],
    ["the last of equals", [timeout(otherKey), timeout(otherKey)], 1],
  ])("waits for all to fail, and tells the most: %s", async (_, errors, expected) => {
    const { running, at } = race(2);
    at(0).suspect(otherKey);
    at(0).lose(errors[0]);
    let settled = false;
    running.catch(() => {
      settled = true;
    });
    await turn();
    expect(settled).toBe(false);
    at(1).lose(errors[1]);
    await expect(running).rejects.toBe(errors[expected]);
  });

  it("ends all attempts with the signal, and begins no more", async () => {
    const control = new AbortController();
    const reason = new Error("enough");
    const { runners, running, at } = race(3, control.signal);
    at(0).suspect(otherKey);
    control.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(runners.map(({ signal }) => signal.reason)).toEqual([reason, reason]);
    at(1).suspect(otherKey);
    expect(runners).toHaveLength(2);
  });

  it("ends a session that comes in the moment it is given up", async () => {
    const control = new AbortController();
    const { running, at } = race(1, control.signal);
    at(0).win();
    control.abort("enough");
    await expect(running).rejects.toBe("enough");
    expect(at(0).session.aborted).toBe("enough");
  });

  it("does not begin under a signal that is aborted", async () => {
    const { runners, running } = race(1, AbortSignal.abort("enough"));
    await expect(running).rejects.toBe("enough");
    expect(runners).toEqual([]);
  });
});
