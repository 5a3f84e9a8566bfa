import { describe, expect, it } from "vitest";
import { RangeSet } from "../../../src/delivery/lossy/range-set.ts";
import { type SeededRandom, seededRandom } from "../../../src/testing/random.ts";
import { seed } from "../../fixtures/seed.ts";

function all(ranges: RangeSet): number[][] {
  return Array.from({ length: ranges.count }, (_, index) => [ranges.start(index), ranges.end(index)]);
}

function ranges(...added: [number, number][]): RangeSet {
  const set = new RangeSet();
  for (const [start, end] of added) set.add(start, end);
  return set;
}

describe("RangeSet", () => {
  it("joins ranges that touch or overlap, and no others", () => {
    expect(all(ranges([5, 6], [6, 7], [8, 9]))).toEqual([
      [5, 7],
      [8, 9],
    ]);
    expect(all(ranges([5, 6], [8, 9], [1, 3], [6, 8]))).toEqual([
      [1, 3],
      [5, 9],
    ]);
    expect(all(ranges([1, 2], [4, 5], [7, 8], [0, 10]))).toEqual([[0, 10]]);
    expect(all(ranges([0, 10], [3, 4], [0, 10], [8, 10]))).toEqual([[0, 10]]);
  });

  it("finds the first range that a number touches from above", () => {
    const set = ranges([2, 4], [6, 8]);
    expect([0, 2, 4, 5, 8, 9].map((start) => set.firstTouching(start))).toEqual([0, 0, 0, 1, 1, 2]);
    expect(new RangeSet().firstTouching(0)).toBe(0);
  });

  it("takes away what lies below, in the middle of a range too", () => {
    const set = ranges([2, 4], [6, 8]);
    set.removeBelow(2);
    expect(set.count).toBe(2);
    set.removeBelow(7);
    expect(all(set)).toEqual([[7, 8]]);
    set.removeBelow(8);
    expect(set.count).toBe(0);
  });

  it("takes away ranges, and parts of them", () => {
    const after = (start: number, end: number) => {
      const set = ranges([2, 6], [8, 10], [12, 20]);
      set.remove(start, end);
      return all(set);
    };
    expect(after(0, 2)).toEqual([[2, 6], [8, 10], [12, 20]]); // biome-ignore format: one line each
    expect(after(6, 8)).toEqual([[2, 6], [8, 10], [12, 20]]); // biome-ignore format: one line each
    expect(after(0, 3)).toEqual([[3, 6], [8, 10], [12, 20]]); // biome-ignore format: one line each
    expect(after(3, 4)).toEqual([[2, 3], [4, 6], [8, 10], [12, 20]]); // biome-ignore format: one line each
    expect(after(5, 13)).toEqual([[2, 5], [13, 20]]); // biome-ignore format: one line each
    expect(after(8, 10)).toEqual([[2, 6], [12, 20]]); // biome-ignore format: one line each
    expect(after(19, 30)).toEqual([[2, 6], [8, 10], [12, 19]]); // biome-ignore format: one line each
    expect(after(0, 30)).toEqual([]);
  });

  it("names the gaps within bounds", () => {
    const set = ranges([2, 6], [8, 10]);
    const gaps = (start: number, end: number) => {
      const found: number[][] = [];
      set.forEachGap(start, end, (from, to) => found.push([from, to]));
      return found;
    };
    expect(gaps(0, 12)).toEqual([[0, 2], [6, 8], [10, 12]]); // biome-ignore format: one line each
    expect(gaps(2, 6)).toEqual([]);
    expect(gaps(3, 9)).toEqual([[6, 8]]);
    expect(gaps(6, 7)).toEqual([[6, 7]]);
    expect(gaps(10, 11)).toEqual([[10, 11]]);
    expect(gaps(4, 4)).toEqual([]);
  });

  it(`agrees with a set of all its numbers, seed ${seed}`, () => {
    const random = seededRandom(seed);
    for (const offset of [0, 2 ** 30 - 200, 2 ** 32 - 200, 2 ** 48]) compare(offset, random);
  });
});

function compare(offset: number, random: SeededRandom): void {
  const set = new RangeSet();
  const model = new Set<number>();
  for (let step = 0; step < 2_000; step++) {
    const start = offset + random.integer(400);
    const end = start + 1 + random.integer(random.chance(0.1) ? 60 : 3);
    if (random.chance(0.05)) {
      set.removeBelow(start);
      for (const number of model) if (number < start) model.delete(number);
    } else if (random.chance(0.3)) {
      set.remove(start, end);
      for (let number = start; number < end; number++) model.delete(number);
    } else {
      set.add(start, end);
      for (let number = start; number < end; number++) model.add(number);
    }
    if (step % 5 === 0) expect(all(set), `step ${step}`).toEqual(rangesOf(model));
    if (step % 7 > 0) continue;
    const missing: number[] = [];
    set.forEachGap(start, end, (from, to) => {
      for (let number = from; number < to; number++) missing.push(number);
    });
    const numbers = Array.from({ length: end - start }, (_, index) => start + index);
    expect(missing, `step ${step}`).toEqual(numbers.filter((number) => !model.has(number)));
  }
}

function rangesOf(model: Set<number>): number[][] {
  const found: number[][] = [];
  for (const number of [...model].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === number) last[1]++;
    else found.push([number, number + 1]);
  }
  return found;
}
