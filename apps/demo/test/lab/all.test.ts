import { describe, expect, it } from "vitest";
import { runAll } from "../../src/lab/all.ts";
import type { Lab } from "../../src/lab/lab.ts";
import { labs } from "../../src/lab/labs.ts";
import { Program } from "../fixtures/program.ts";

async function run(...args: readonly string[]) {
  const program = new Program(args);
  return { code: await program.end(), output: program.output, errors: program.errors };
}

describe("pnpm demo lab --all", () => {
  it("breaks every naive protocol and none of ours, and says so at the end", async () => {
    const { code, output, errors } = await run("lab", "--all");
    expect({ code, errors }, output).toEqual({ code: 0, errors: "" });
    const lines = output.trimEnd().split("\n");
    expect(lines.at(-1)).toBe(`${labs.length} naive protocols broke, ${labs.length} attacks failed on ours`);
    for (const { name } of labs) expect(lines).toContain(`ok  ${name}: naive broke, ours held`);
  });

  const lab: Lab = {
    name: "one",
    title: "One",
    practice: "",
    attackNaive: async () => ({ broken: true, evidence: ["it was seen"] }),
    why: "",
    defence: "",
    attackOurs: async () => ({ held: true, evidence: ["nothing was seen"], stoppedBy: "us" }),
  };

  it.each([
    ["ours broke", { attackOurs: async () => ({ held: false, evidence: ["it was read"], stoppedBy: "nobody" }) }, 2, 1],
    ["a naive protocol held", { attackNaive: async () => ({ broken: false, evidence: ["it was not read"] }) }, 1, 2],
  ])("fails when %s, and shows what was seen", async (_, change, broke, failed) => {
    const lines: string[] = [];
    expect(await runAll([lab, { ...lab, ...change }], (line) => lines.push(line))).toBe(1);
    expect(lines.slice(-2)).toEqual([
      `${broke} naive protocols broke, ${failed} attacks failed on ours`,
      "It should have been 2 and 2.",
    ]);
    expect(lines.join("\n")).toMatch(/NOT OK {2}one: .*\n( {6}.*\n)* {6}it was (not )?read/);
  });
});

describe("pnpm demo lab", () => {
  it("lists the labs where there is no terminal", async () => {
    const { code, output } = await run("lab");
    expect(code).toBe(0);
    expect(output.trimEnd().split("\n")).toEqual(labs.map(({ title }) => expect.stringContaining(title)));
  });

  it.each(["3", "cbc"])("%s shows one", async (wanted) => {
    const { code, output, errors } = await run("lab", wanted);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    for (const part of [
      "CBC without authentication",
      'the bank does: "pay 900 to bob"',
      "It broke.",
      "Why",
      "It held.",
    ]) {
      expect(output).toContain(part);
    }
    expect(output).toContain("ERR_COUNTERSIGN_FORGED_PACKET");
    expect(Math.max(...output.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it.each([
    [["0"], 'There is no lab "0". Labs: 1 to 11, or key-sent-along, '],
    [["12"], 'There is no lab "12".'],
    [["alchemy"], 'There is no lab "alchemy".'],
    [["1", "2"], "One lab at a time"],
    [["1", "--all"], "Either --all"],
  ])("with %j exits with 2 and says what is wrong", async (args, reason) => {
    const { code, output, errors } = await run("lab", ...args);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(reason);
  });
});
