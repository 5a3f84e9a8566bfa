import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReport } from "../../src/read/read-report.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { fixedReport } from "../fixtures/report.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-read-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, "report");
  await writeFile(file, text);
  return readReport(file, "report");
}

const { scenarios, ...rest } = JSON.parse(JSON.stringify(fixedReport));
const firstWith = (changes: object) => JSON.stringify({ ...rest, scenarios: [{ ...scenarios[0], ...changes }] });

describe("readReport", () => {
  it("reads what was written", async () => {
    expect(await read(JSON.stringify(fixedReport))).toEqual(fixedReport);
  });

  it("reads the JSON that a page carries, whatever its texts are", async () => {
    const row = { ...fixedReport.scenarios[0], subject: "</script><script>", error: "\u2028 <!-- &#60;" };
    const hostile = { ...fixedReport, scenarios: [row] } as typeof fixedReport;
    expect(await read(renderHtml(hostile, null))).toEqual(hostile);
  });

  it("reads schema 2, which keeps neither rounds nor samples", async () => {
    const added = ["roundMedians", "distribution", "load", "wire", "cpu"];
    const old = scenarios.map((row: object) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !added.includes(name))),
    );
    const report = await read(JSON.stringify({ ...rest, schema: "countersign-bench/2", scenarios: old }));
    expect(report.schema).toBe("countersign-bench/3");
    expect(report.scenarios[0]).toMatchObject({
      id: scenarios[0].id,
      roundMedians: null,
      distribution: null,
      load: null,
    });
  });

  it.each([
    ["nothing", "", "it holds no JSON object"],
    ["another text", "<!doctype html><p>", "it holds no JSON object"],
    ["a list", "[]", "it holds no JSON object"],
    ["a newer schema", JSON.stringify({ ...rest, scenarios, schema: "countersign-bench/4" }), "countersign-bench/4"],
    ["no scenarios", JSON.stringify(rest), "scenarios is no list"],
    ["no environment", JSON.stringify({ ...rest, scenarios, environment: 1 }), "environment is not an object"],
    ["no control", JSON.stringify({ ...rest, scenarios, control: {} }), "control.ratio is not a number or null"],
    ["a median in words", firstWith({ median: "1" }), "scenarios[0].median is not a number or null"],
    ["an interval with one end", firstWith({ interval: [1] }), "scenarios[0].interval is not two numbers or null"],
    ["rounds of texts", firstWith({ roundMedians: ["1"] }), "scenarios[0].roundMedians is not a list of numbers"],
    ["half a distribution", firstWith({ distribution: { low: 1 } }), "scenarios[0].distribution is not a distribution"],
    ["no direction", firstWith({ better: "sideways" }), "scenarios[0].better is not lower or higher"],
  ])("refuses %s", async (_what, text, reason) => {
    await expect(read(text)).rejects.toMatchObject({ name: "UsageError", message: expect.stringContaining(reason) });
  });

  it("says which file is not there", async () => {
    await expect(readReport("missing.json", "--compare")).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringContaining("--compare missing.json cannot be read"),
    });
  });
});
