import { AssertionError } from "node:assert";
import { authenticatorConformance, casesOf } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { mutants } from "./mutants/list.ts";
import { pair } from "./pair.ts";

describe("the exam of authenticators fails a SCRAM that", () => {
  it.each(Object.entries(mutants))("%s", async (_fault, { fails, mutate }) => {
    const make = () => mutate(pair);
    const cases = casesOf((runner) => authenticatorConformance(runner, { name: "mutant", proves: "both", make }));
    const found = cases.find(({ title }) => title === fails);
    expect(found, `there is no case "${fails}"`).toBeDefined();
    await expect(found?.run()).rejects.toBeInstanceOf(AssertionError);
  });
});
