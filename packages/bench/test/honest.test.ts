import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../src/report/report.ts";
import { runProgram, runProgramWith } from "./fixtures/program.ts";

const known = fileURLToPath(new URL("fixtures/known.mjs", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-honest-"));
});
afterAll(() => rm(folder, { recursive: true }));

const reportIn = async (file: string) => JSON.parse(await readFile(file, "utf8")) as Report;

const clock = new URL("fixtures/clock.mjs", import.meta.url).href;
const held = ["--profile=smoke", "--subject", known, "--filter=round-trip/tcp/held/none/64"];

/** Five rounds of a subject that holds every message back for `ms` on a clock of its own. */
function measureHeld(ms: number, ...args: string[]) {
  return runProgramWith({ HELD: String(ms), NODE_OPTIONS: `--import=${clock}` }, ...held, "--rounds=5", ...args);
}

describe("an instrument fed with what is known", () => {
  it("reports exactly what is held back, calls a fifth more a fifth slower, and sees no difference in equals", async () => {
    const file = join(folder, "before.json");
    const before = await measureHeld(2, "--save-baseline", file);
    expect(before.code).toBe(0);
    const report = await reportIn(file);
    expect(report.control).toEqual({ ratio: 1, interval: [1, 1], noisy: false });
    const [row] = report.scenarios;
    for (const value of [row?.median, row?.p50, row?.p99, row?.max, ...(row?.interval ?? [])]) {
      expect(value).toBeCloseTo(2, 9);
    }

    const compare = ["--compare", file, "--fail-on-regression=10%"];
    const again = await measureHeld(2, ...compare);
    expect(again.output).toContain("no difference detected in 1 of 1");
    expect(again.output).toContain("✓ nothing is worse by more than 10 %, beyond doubt");
    expect(again.code).toBe(0);

    const slower = await measureHeld(2.4, ...compare);
    expect(slower.output).toContain("✗ round-trip/tcp/held/none/64: 1.20× slower (1.20 to 1.20), 2.00 then 2.40 ms");
    expect(slower.code).toBe(1);
    expect(await measureHeld(2.4, "--compare", file, "--fail-on-regression=25%")).toMatchObject({ code: 0 });
  }, 180_000);

  it("never reports less than a message was held back by the real clock, nor more than the run took", async () => {
    const file = join(folder, "real.json");
    const { code } = await runProgramWith({ HELD: "2" }, ...held, "--json", file);
    expect(code).toBe(0);
    const { scenarios, config } = await reportIn(file);
    const { median, samples = 0, p50 } = scenarios[0] ?? {};
    expect(median).toBeGreaterThanOrEqual(2);
    expect((samples / 2) * (p50 ?? Number.POSITIVE_INFINITY)).toBeLessThan(config.tookMs);
  });

  it("keeps a baseline, and gives no verdict on a noisy run, as its exit code says", async () => {
    const file = join(folder, "baseline", "one.json");
    const run = ["--profile=smoke", "--filter", "round-trip/tcp/raw/none/64"];
    const saved = await runProgram(...run, "--save-baseline", file);
    expect(saved).toMatchObject({ code: 0, output: expect.stringContaining(`Baseline: ${file}\n`) });
    // One round tells nothing of its own spread, so the control is noisy.
    const { code, output } = await runProgram(...run, "--compare", file, "--fail-on-regression=10%");
    expect(output).toContain("NO VERDICT: this run is stamped NOISY");
    expect(code).toBe(3);
  });

  it("turns a subject red that loses a message", async () => {
    const file = join(folder, "losing.json");
    const filter = ["--subject", known, "--filter", "throughput/tcp/losing/none/64", "--json", file];
    const { code } = await runProgram("--profile=smoke", ...filter);
    expect(code).toBe(1);
    expect((await reportIn(file)).scenarios).toMatchObject([
      { verified: false, median: null, error: expect.stringMatching(/message \d+ of \d+ arrived changed, or another/) },
    ]);
  });
});

describe("pnpm bench report", () => {
  it("draws a run again in every form, and reads its own page", async () => {
    const at = (name: string) => join(folder, name);
    const filter = ["--filter", "handshake/tcp/raw", "--json", at("run.json"), "--html", at("run.html")];
    const measured = await runProgram("--profile=smoke", ...filter);
    expect(measured.code).toBe(0);
    const forms = [
      "--json",
      at("again.json"),
      "--html",
      at("again.html"),
      "--md",
      at("again.md"),
      "--csv",
      at("again.csv"),
    ];
    const drawn = await runProgram("report", at("run.html"), ...forms);
    expect(drawn).toMatchObject({ code: 0, errors: "" });
    expect(measured.output.startsWith(drawn.output.slice(0, drawn.output.indexOf("JSON: ")))).toBe(true);
    expect(await reportIn(at("again.json"))).toEqual(await reportIn(at("run.json")));
    expect(await readFile(at("again.html"), "utf8")).toBe(await readFile(at("run.html"), "utf8"));
    expect(await readFile(at("again.md"), "utf8")).toContain("| raw | TCP |");
    expect(await readFile(at("again.csv"), "utf8")).toContain("handshake/tcp/raw/none,handshake,tcp,raw,none,");
  });

  it.each([
    [["report"], "report takes one file"],
    [["report", "missing.json"], "report missing.json cannot be read"],
    [["report", known], "is no report of this benchmark"],
    [["report", known, "--filter=x"], "--filter is about measuring"],
    [["--compare=missing.json"], "--compare missing.json cannot be read"],
    [["--fail-on-regression=10%"], "--fail-on-regression needs --compare"],
  ])("exits with 2 and a reason for %j", async (args, reason) => {
    const { code, output, errors } = await runProgram(...args);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(reason);
  });
});
