import { describe, expect, it } from "vitest";
import { PathValidation } from "../../src/session/path-validation.ts";

const aroundBytes = 24;
const home = { address: "home", proven: true };
const elsewhere = { address: "elsewhere", proven: false };

function challenged(bytes: number) {
  const random = (count: number) => new Uint8Array(count).fill(7);
  const paths = new PathValidation({ role: "server", random, aroundBytes, current: home });
  paths.handlePacket(elsewhere, bytes, true, 0);
  return paths;
}

/** Writes all challenges that are due within a minute, and returns the bytes of their packets. */
function challengesOf(paths: PathValidation): number[] {
  const sent: number[] = [];
  const packet = new Uint8Array(2_000);
  for (let now = 0; now < 60_000; now = Math.max(now, paths.nextTimeout() ?? Number.POSITIVE_INFINITY)) {
    for (let bytes = paths.nextBytes(now); bytes > 0; bytes = paths.nextBytes(now)) {
      sent.push(bytes);
      paths.write(packet, 8, bytes - 16, now);
    }
    const before = paths.nextTimeout();
    paths.handleTimeout(now);
    if (paths.nextTimeout() === before && before !== undefined && before <= now)
      throw new Error("It is awake for ever.");
  }
  return sent;
}

// spec: R-13
describe("a place that a client may have moved to", () => {
  it("gets four challenges, each later than the one before, and is given up", () => {
    expect(challengesOf(challenged(10_000))).toEqual([1_200, 1_200, 1_200, 1_200]);
  });

  it("gets at most three times what came from there, headers and tags included", () => {
    for (let bytes = 24; bytes < 1_500; bytes++) {
      const sent = challengesOf(challenged(bytes)).reduce((sum, each) => sum + each, 0);
      expect(sent).toBeLessThanOrEqual(3 * bytes);
    }
  });
});
