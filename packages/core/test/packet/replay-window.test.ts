import { describe, expect, it } from "vitest";
import { ReplayWindow } from "../../src/packet/replay-window.ts";
import { type SeededRandom, seededRandom } from "../../src/testing/random.ts";
import { seed } from "../fixtures/seed.ts";

const size = 8_192;

// spec: P-7
describe("ReplayWindow", () => {
  it("takes each number once", () => {
    const window = new ReplayWindow();
    expect(window.check(0)).toBe(true);
    window.accept(0);
    expect(window.check(0)).toBe(false);
    expect(window.check(1)).toBe(true);
  });

  it("forgets nothing by a mere check", () => {
    const window = new ReplayWindow();
    window.accept(5);
    expect(window.check(1_000_000)).toBe(true);
    expect(window.check(4)).toBe(true);
    expect(window.check(5)).toBe(false);
  });

  it.each([size, 2 ** 32 + 17, 2 ** 48 - 1])("reaches exactly 8,192 numbers back from %d", (newest) => {
    const window = new ReplayWindow();
    window.accept(newest);
    expect(window.check(newest - size + 1)).toBe(true);
    expect(window.check(newest - size)).toBe(false);
    window.accept(newest - size + 1);
    expect(window.check(newest - size + 1)).toBe(false);
  });

  it(`agrees with a set of all numbers, seed ${seed}`, () => {
    const random = seededRandom(seed);
    for (const start of [0, 2 ** 31 - 40_000, 2 ** 32 - 40_000, 2 ** 47]) compare(start, random);
  });
});

/** 20,000 numbers around one that moves on, by little or by much. */
function compare(start: number, random: SeededRandom): void {
  const window = new ReplayWindow();
  const seen = new Set<number>();
  let newest = start;
  window.accept(start);
  seen.add(start);
  for (let i = 0; i < 20_000; i++) {
    const number = Math.max(0, newest + jump(random));
    const expected = number > newest - size && !seen.has(number);
    expect(window.check(number), `number ${number}, newest ${newest}`).toBe(expected);
    if (!expected) continue;
    window.accept(number);
    seen.add(number);
    newest = Math.max(newest, number);
  }
}

function jump(random: SeededRandom): number {
  if (random.chance(0.6)) return random.integer(8) - 5;
  if (random.chance(0.3)) return 32 - size - random.integer(64); // the window's far edge
  if (random.chance(0.8)) return -random.integer(size);
  if (random.chance(0.8)) return random.integer(64);
  return random.integer(3 * size);
}
