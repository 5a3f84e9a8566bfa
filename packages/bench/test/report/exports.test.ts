import { describe, expect, it } from "vitest";
import { compareReports } from "../../src/baseline/compare-reports.ts";
import { commandOf } from "../../src/report/command.ts";
import { renderCsv } from "../../src/report/csv.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { plain } from "../../src/report/paint.ts";
import { renderComparison } from "../../src/report/render-comparison.ts";
import type { Report } from "../../src/report/report.ts";
import { wrapped } from "../../src/report/wrap.ts";
import { fixedReport } from "../fixtures/report.ts";
import { around, reportOf } from "../fixtures/rows.ts";

const id = "throughput/tcp/hybrid-2048/hmac/65536";

describe("renderCsv", () => {
  it("has a line for each scenario, with as many fields as the first", () => {
    const lines = renderCsv(fixedReport).split("\r\n");
    expect(lines).toHaveLength(fixedReport.scenarios.length + 2);
    const fields = lines[0]?.split(",") ?? [];
    const row = lines.find((line) => line.startsWith(`${id},`))?.split(",") ?? [];
    expect(row).toHaveLength(fields.length);
    const byName = Object.fromEntries(fields.map((name, index) => [name, row[index]]));
    expect(byName).toMatchObject({
      subject: "hybrid-2048",
      size: "65536",
      median: "1180.2",
      verified: "true",
      lost: "",
    });
    expect(byName).toMatchObject({ ratio_to_tls: "1.12", ratio_to_tls_low: "1.07", ratio_to_tls_high: "1.19" });
  });

  it("quotes what would break a line", () => {
    const [row] = reportOf({ [id]: around(1) }).scenarios;
    const broken = { ...fixedReport, scenarios: [{ ...row, error: 'no "echo",\nnever' }] } as Report;
    expect(renderCsv(broken)).toContain('"no ""echo"",\nnever"\r\n');
  });
});

describe("renderMarkdown", () => {
  it("begins with the conclusion, and has a table a kind", () => {
    const text = renderMarkdown(fixedReport, null);
    expect(text).toMatch(/^## Countersign benchmark\n/);
    expect(text).toContain(
      "### Handshake (ms, lower is better)\n\n| subject | over | messages | median (95 %) | of TLS",
    );
    expect(text).toContain("| hybrid-2048 | TCP |  | 1.98 ms (1.88 to 2.08) | 0.94× |  |");
    expect(text).toContain("- **failed** throughput/tcp/hybrid-2048/hmac/64: message 3 of 9 arrived changed");
    expect(text).toContain("```sh\npnpm bench --seed=42\n```");
  });

  it("stamps a noisy run", () => {
    const noisy: Report = { ...fixedReport, control: { ratio: 2, interval: [1.5, 3], noisy: true } };
    expect(renderMarkdown(noisy, null)).toContain("> **NOISY** The machine was too busy");
    expect(renderMarkdown(fixedReport, null)).not.toContain("NOISY");
  });

  it("lets no text be markup", () => {
    const scenarios = [{ ...fixedReport.scenarios[0], error: "a | b\n# c <img src=x>" }];
    const text = renderMarkdown({ ...fixedReport, scenarios } as Report, null);
    expect(text).toContain("a \\| b \\# c \\<img src=x\\>");
  });

  it("says what became of a baseline", () => {
    const comparison = compareReports(reportOf({ [id]: around(80) }), reportOf({ [id]: around(100) }), "main");
    expect(renderMarkdown(fixedReport, comparison)).toMatch(/### Compared with main\n\n[^>]*1\.25× slower/);
  });
});

describe("renderComparison", () => {
  const since = (value: number, control = fixedReport.control) =>
    compareReports(reportOf({ [id]: around(value) }, { control }), reportOf({ [id]: around(100) }), "main");

  it("says what changed, and whether it is too much", () => {
    const text = renderComparison(since(80), 0.1, plain);
    expect(text).toMatch(/^Compared with main, 01234567\n✗ throughput.*: 1\.25× slower \(.*\), 100 then 80\.0 MB\/s\n/);
    expect(text).toContain("1 scenario is worse by more than 10 %, beyond doubt");
    expect(renderComparison(since(80), undefined, plain)).not.toContain("beyond doubt");
    expect(renderComparison(since(100), 0.1, plain)).toContain("✓ nothing is worse by more than 10 %, beyond doubt");
  });

  it("gives no verdict on a noisy run", () => {
    const text = renderComparison(since(50, { ratio: 2, interval: [1, 3], noisy: true }), 0.1, plain);
    expect(text).toContain("NO VERDICT: this run is stamped NOISY");
    expect(text).not.toContain("slower");
  });
});

describe("commandOf", () => {
  it("repeats the run, with its seed, for a shell", () => {
    const typed = ["--json=out.json", "--filter=throughput/*/{raw,x}", "--loss=1%", "--compare=main"];
    const report = { ...fixedReport, config: { ...fixedReport.config, arguments: typed } };
    expect(commandOf(report)).toBe("pnpm bench '--filter=throughput/*/{raw,x}' --loss=1% --seed=42");
    expect(commandOf({ ...report, config: { ...report.config, arguments: ["--filter=it's"] } })).toContain(
      "'--filter=it'\\''s'",
    );
  });
});

describe("wrapped", () => {
  it("breaks between words, indents what follows, and leaves long words whole", () => {
    expect(wrapped("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapped("· one two three", 7, "  ")).toEqual(["· one", "  two", "  three"]);
    expect(wrapped("incomprehensible it is", 6)).toEqual(["incomprehensible", "it is"]);
  });
});
