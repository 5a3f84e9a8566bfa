import { describe, expect, it } from "vitest";
import { NumberSkips } from "../../../src/delivery/lossy/number-skips.ts";
import { seededRandom } from "../../../src/testing/random.ts";
import { seed } from "../../fixtures/seed.ts";

/** The numbers below `count` that are left out. */
function skipped(random: (bytes: number) => Uint8Array, count: number): number[] {
  const skips = new NumberSkips(random);
  return Array.from({ length: count }, (_, number) => number).filter((number) => skips.skips(number));
}

// spec: R-6
describe("NumberSkips", () => {
  it("leaves out numbers as the randomness says", () => {
    const draws = [Uint8Array.of(0, 0), Uint8Array.of(255, 1), Uint8Array.of(4, 254), Uint8Array.of(0, 0)];
    const random = () => draws.shift() ?? Uint8Array.of(255, 255);
    expect(skipped(random, 900)).toEqual([16, 16 + 16 + 511, 16 + 16 + 511 + 20, 16 + 16 + 511 + 20 + 16]);
  });

  it(`leaves no two numbers out that are near to each other, and soon enough one, seed ${seed}`, () => {
    const random = seededRandom(seed);
    const numbers = skipped((bytes) => random.bytes(bytes), 200_000);
    const apart = numbers.map((number, index) => number - (numbers[index - 1] ?? 0));
    for (const distance of apart) {
      expect(distance).toBeGreaterThanOrEqual(16);
      expect(distance).toBeLessThan(16 + 512);
    }
    // Uniform in between: each quarter has its share.
    for (let quarter = 0; quarter < 4; quarter++) {
      const share = apart.filter((distance) => Math.floor((distance - 16) / 128) === quarter).length / apart.length;
      expect(Math.abs(share - 0.25), `quarter ${quarter}`).toBeLessThan(0.1);
    }
  });

  it("leaves out other numbers in every session", () => {
    const [one, other] = [seededRandom(1), seededRandom(2)];
    expect(skipped((bytes) => one.bytes(bytes), 2_000)).not.toEqual(skipped((bytes) => other.bytes(bytes), 2_000));
  });
});
