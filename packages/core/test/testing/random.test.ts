import { describe, expect, it } from "vitest";
import { seededRandom, xoshiro128starstar } from "../../src/testing/random.ts";

const seed = 20_260;

describe("seededRandom", () => {
  it("is xoshiro128** 1.1", () => {
    const next = xoshiro128starstar([1, 2, 3, 4]);
    // The first words of the reference implementation in C, started with this state.
    const reference = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597];
    expect(reference.map(next)).toEqual(reference);
  });

  it("repeats itself with the same seed and differs with another", () => {
    const draw = (from: number) => {
      const random = seededRandom(from);
      return [random.float(), random.integer(1_000), random.chance(0.5), ...random.bytes(16)];
    };
    expect(draw(seed)).toEqual(draw(seed));
    expect(draw(seed)).not.toEqual(draw(seed + 1));
  });

  it("gives the same numbers on every machine", () => {
    const random = seededRandom(1); // The state is the first half of SHA-256("1"): computed with another language.
    expect([random.integer(2 ** 32), random.integer(2 ** 32)]).toEqual([2863164244, 773016552]);
    expect(Buffer.from(random.bytes(8)).toString("hex")).toBe("0d51d5240e5b5659");
  });

  it(`is uniform within four standard deviations (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const draws = 60_000;
    const faces = new Array<number>(6).fill(0);
    for (let index = 0; index < draws; index += 1) {
      const face = random.integer(6);
      faces[face] = (faces[face] ?? 0) + 1;
    }
    const deviation = Math.sqrt(draws * (1 / 6) * (5 / 6));
    for (const count of faces) expect(Math.abs(count - draws / 6)).toBeLessThan(4 * deviation);
  });

  it("never answers a sure question otherwise", () => {
    const random = seededRandom(seed);
    for (let index = 0; index < 1_000; index += 1) {
      expect(random.chance(0)).toBe(false);
      expect(random.chance(1)).toBe(true);
      expect(random.integer(1)).toBe(0);
    }
  });

  it(`fills bytes with every value (seed ${seed})`, () => {
    const bytes = seededRandom(seed).bytes(10_000);
    expect(bytes).toHaveLength(10_000);
    expect(new Set(bytes).size).toBe(256);
  });
});
