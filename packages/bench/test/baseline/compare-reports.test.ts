import { describe, expect, it } from "vitest";
import { compareReports } from "../../src/baseline/compare-reports.ts";
import { regressionsIn } from "../../src/baseline/comparison.ts";
import { sayChange } from "../../src/baseline/words.ts";
import type { Report } from "../../src/report/report.ts";
import { verdictOf } from "../../src/report/words.ts";
import { around, reportOf } from "../fixtures/rows.ts";

const throughput = "throughput/tcp/hybrid-2048/hmac/65536";
const handshake = "handshake/tcp/hybrid-2048/hmac";
const before = reportOf({ [throughput]: around(100), [handshake]: around(2) });
const compare = (now: Report, base = before) => compareReports(now, base, "main");

describe("compareReports", () => {
  it("calls less throughput and longer handshakes slower", () => {
    const comparison = compare(reportOf({ [throughput]: around(80), [handshake]: around(2.4) }));
    expect(comparison.refusal).toBeNull();
    expect(comparison.rows.map(({ ratio }) => ratio.toFixed(2))).toEqual(["0.80", "0.83"]);
    expect(comparison.rows.map(sayChange)).toEqual([
      expect.stringMatching(/^1\.25× slower \(1\.\d+ to 1\.\d+\), 100 then 80\.0 MB\/s$/),
      expect.stringMatching(/^1\.20× slower \(1\.\d+ to 1\.\d+\), 2\.00 then 2\.40 ms$/),
    ]);
  });

  it("sees no difference where there is none", () => {
    const { rows } = compare(reportOf({ [throughput]: around(100.2), [handshake]: around(1.998) }));
    expect(rows.map(({ interval }) => verdictOf(interval))).toEqual(["no difference", "no difference"]);
  });

  it("does not take rounds of two runs for pairs", () => {
    // Each round doubled the one before, in both runs alike: paired, the ratio would be 1 without any doubt.
    const rounds = [1, 2, 4, 8, 16, 32, 64];
    const [row] = compare(reportOf({ [throughput]: rounds }), reportOf({ [throughput]: rounds })).rows;
    expect(row?.ratio).toBe(1);
    expect((row?.interval?.[1] ?? 1) / (row?.interval?.[0] ?? 1)).toBeGreaterThan(10);
  });

  it("names what only one of the runs has, and leaves out what failed", () => {
    const now = reportOf({ [throughput]: around(100), "round-trip/tcp/raw/none/64": around(1) });
    const failed = { ...before, scenarios: before.scenarios.map((row) => ({ ...row, median: null })) };
    expect(compare(now)).toMatchObject({ onlyBefore: [handshake], onlyNow: ["round-trip/tcp/raw/none/64"] });
    expect(compare(now, failed)).toMatchObject({ rows: [], refusal: "the two runs have no scenario in common" });
  });

  it("says what else is different", () => {
    const { environment, config } = before;
    const versions = { ...environment.versions, node: "26.0.0" };
    const now: Report = {
      ...before,
      environment: { ...environment, versions },
      config: { ...config, profile: "full" },
    };
    expect(compare(now).differences).toEqual(["Node was 20.20.2, is 26.0.0", "profile was quick, is full"]);
  });

  it.each<[string, Partial<Report>, Partial<Report>]>([
    ["this run is stamped NOISY", { control: { ratio: 1.3, interval: [1.1, 1.5], noisy: true } }, {}],
    ["the baseline is stamped NOISY", {}, { control: { ratio: 1.3, interval: [1.1, 1.5], noisy: true } }],
    [
      "the baseline is from another machine (Other CPU, 2 cores)",
      {},
      { environment: { ...before.environment, cpu: "Other CPU" } },
    ],
    [
      "the relay was told other conditions",
      { config: { ...before.config, conditions: { loss: 0.01, delayMs: 0, reorder: 0, bytesPerSecond: null } } },
      {},
    ],
  ])("gives no verdict where %s", (refusal, now, base) => {
    expect(compare({ ...before, ...now }, { ...before, ...base }).refusal).toBe(refusal);
  });

  it("gives no verdict on few rounds, or on none that are told", () => {
    const few = reportOf({ [throughput]: [1, 2, 3, 4] });
    expect(compare(few).refusal).toBe("a run has 4 rounds, and a verdict takes 5 of each");
    const untold = { ...before, scenarios: before.scenarios.map((row) => ({ ...row, roundMedians: null })) };
    expect(compare(before, untold)).toMatchObject({ refusal: "the baseline does not tell its rounds: save it again" });
  });
});

describe("regressionsIn", () => {
  const found = (value: number, limit: number) =>
    regressionsIn(compare(reportOf({ [throughput]: around(value) })), limit).map(({ id }) => id);

  it("finds what is worse by more than the limit, beyond doubt", () => {
    expect(found(80, 0.1)).toEqual([throughput]);
    expect(found(80, 0.3)).toEqual([]);
    expect(found(120, 0)).toEqual([]);
  });

  it("forgives what may be within the limit", () => {
    // 1.11× slower, but perhaps by less than 10 %.
    expect(found(90, 0.1)).toEqual([]);
  });
});
