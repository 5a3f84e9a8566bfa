import { expect, it } from "vitest";
import { overruns } from "../check/sizes.mjs";

const budgets = { core: { packed: 100, unpacked: 500 } };

it("accepts sizes up to their budgets", () => {
  expect(overruns({ core: { packed: 100, unpacked: 1 } }, budgets)).toEqual([]);
});

it("says by how much a size is over", () => {
  expect(overruns({ core: { packed: 101, unpacked: 1 } }, budgets)).toEqual([
    "core, packed: 101 bytes are 1 over the budget",
  ]);
});

it("wants a budget for every size, and a size for every budget", () => {
  expect(overruns({ core: { packed: 1 }, more: { packed: 1 } }, budgets)).toEqual([
    "more, packed: has no budget",
    "core, unpacked: has a budget and no size",
  ]);
});
