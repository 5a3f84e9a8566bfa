import { describe, expect, it } from "vitest";
import { Attempts } from "../../src/strangers/attempts.ts";
import { peerError } from "../fixtures/failure.ts";

// spec: A-21
describe("Attempts", () => {
  function stage(limits = { freeFailures: 2, maxFailureDelayMs: 5_000 }) {
    let now = 0;
    let standing = false;
    const attempts = new Attempts(limits, {
      now: () => now,
      sleepUntil: async (at) => {
        if (!standing) now = at;
      },
    });
    /** Milliseconds that it waits, one after the other. */
    const wait = async (address: string, name: string, outcome: "failed" | "passed" = "failed") => {
      const before = now;
      const attempt = attempts.from(address);
      await attempt.claim(name);
      attempt.settle(outcome);
      return now - before;
    };
    const stop = () => {
      standing = true;
    };
    return { attempts, wait, stop };
  }

  it("wait the longer the more failed under a name, wherever from", async () => {
    const { attempts, wait } = stage();
    const waited = [];
    for (let host = 1; host <= 6; host++) waited.push(await wait(`192.0.2.${host}:1`, "alice"));
    expect(waited).toEqual([0, 0, 0, 250, 500, 1_000]);
    expect(await wait("192.0.2.9:1", "bob")).toBe(0);
    expect(attempts.failed).toBe(7);
  });

  it("wait the longer the more failed from an address, under whatever name, after four times as many", async () => {
    const { wait } = stage();
    const waited = [];
    for (let port = 1; port <= 11; port++) waited.push(await wait(`192.0.2.1:${port}`, `guess ${port}`));
    expect(waited).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 250, 500]);
    expect(await wait("192.0.2.2:1", "guess")).toBe(0);
  });

  it("do not wait for what others do under the name, where it was authenticated before", async () => {
    const { wait } = stage();
    await wait("192.0.2.1:1", "alice", "passed");
    for (let host = 2; host <= 9; host++) await wait(`192.0.2.${host}:1`, "alice");
    expect(await wait("192.0.2.1:2", "alice")).toBe(0);
    expect(await wait("192.0.2.50:2", "alice")).toBeGreaterThan(1_000);
  });

  it("are counted where it was authenticated before, too, and an own account there makes none of them free", async () => {
    const { attempts, wait } = stage({ freeFailures: 2, maxFailureDelayMs: 5_000 });
    await wait("192.0.2.1:1", "alice", "passed");
    let waited = 0;
    for (let attempt = 1; attempt <= 40; attempt++) {
      waited += await wait("192.0.2.1:1", "alice");
      await wait("192.0.2.1:2", "mallory", "passed");
    }
    expect(waited).toBeGreaterThan(100_000);
    expect(attempts.failed).toBe(40);
    let sprayed = 0;
    for (let attempt = 1; attempt <= 40; attempt++) {
      sprayed += await wait("192.0.2.9:1", `name ${attempt}`);
      await wait("192.0.2.9:2", "mallory", "passed");
    }
    expect(sprayed).toBeGreaterThan(50_000);
  });

  it("leave a name's queue alone when they are given up, and count against their address", async () => {
    const { attempts, wait, stop } = stage();
    for (let host = 1; host <= 8; host++) await wait(`192.0.2.${host}:1`, "alice");
    stop();
    let begun = 0;
    for (let attempt = 1; attempt <= 200; attempt++) {
      const dropped = attempts.from("198.51.100.1:1");
      begun += await dropped.claim("alice").then(
        () => 1,
        () => 0,
      );
      dropped.settle("abandoned");
    }
    expect(begun).toBeLessThan(30);
    await expect(attempts.from("203.0.113.1:1").claim("alice")).resolves.toBeUndefined();
  });

  it("are refused when they would have to wait too long", async () => {
    const { attempts, wait, stop } = stage({ freeFailures: 0, maxFailureDelayMs: 500 });
    for (let host = 1; host <= 4; host++) await wait(`192.0.2.${host}:1`, "alice");
    stop();
    const waiting = Array.from({ length: 4 }, (_, host) => attempts.from(`192.0.2.${host + 10}:1`));
    const outcomes = await Promise.allSettled(waiting.map((attempt) => attempt.claim("alice")));
    expect(outcomes.at(-1)).toMatchObject({ status: "rejected", reason: peerError("ERR_COUNTERSIGN_AUTHENTICATION") });
  });

  it("do not count against a name when their address has to wait too long", async () => {
    const { attempts, wait, stop } = stage({ freeFailures: 1, maxFailureDelayMs: 250 });
    for (let port = 1; port <= 6; port++) await wait(`192.0.2.1:${port}`, `guess ${port}`);
    stop();
    const crowd = Array.from({ length: 8 }, (_, port) => attempts.from(`192.0.2.1:${port + 10}`));
    const outcomes = await Promise.allSettled(crowd.map((attempt) => attempt.claim("alice")));
    const turnedAway = crowd.filter((_, index) => outcomes[index]?.status === "rejected");
    expect(turnedAway.length).toBeGreaterThan(2);
    for (const attempt of crowd) attempt.settle(turnedAway.includes(attempt) ? "failed" : "abandoned");
    expect(await wait("192.0.2.2:1", "alice")).toBe(0);
  });
});
