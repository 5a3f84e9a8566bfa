import { stripVTControlCharacters, styleText } from "node:util";
import { describe, expect, it } from "vitest";
import { type Paint, plain } from "../../src/report/paint.ts";
import { renderReport } from "../../src/report/render.ts";
import type { Report } from "../../src/report/report.ts";
import { fixedReport } from "../fixtures/report.ts";

const coloured: Paint = (format, text) => styleText(format, text, { validateStream: false });
const painted = (format: Parameters<Paint>[0], text: string) => coloured(format, text);

describe("renderReport", () => {
  it("draws a table a kind, the best marked, the ratio to TLS beside, the verdict in words", () => {
    expect(renderReport(fixedReport, plain)).toMatchInlineSnapshot(`
      "Countersign benchmark  quick, 7 rounds in 84 s, seed 42, 01234567
      Example CPU · 2 cores · linux 6.1.0 x64 · Node 20.20.2 · OpenSSL 3.0.19

      Throughput  MB/s, higher is better; one way, in batches up to the receiver's acknowledgement
                           64 B         64 KiB
        tls13-rsa2048   ★   201  1.00×    1050  1.00×
        hybrid-2048      failed        ★  1180  1.12×
        controls without protection
        raw                 246  1.22×    1702  1.62×
        at 64 KiB, hybrid-2048 against TLS 1.3: 1.12× faster (1.07 to 1.19)

      Handshake  ms, lower is better; from dialling until both sides are sure of each other
                         median          95 % interval            p75            p99            max
        tls13-rsa2048   ★  1.86  1.00×    1.77 to 1.95           2.05           2.79           7.44
        hybrid-2048        1.98  0.94×    1.88 to 2.08           2.18           2.97           7.92
        controls without protection
        raw               0.120  15.5×  0.114 to 0.126          0.132          0.180          0.480
        hybrid-2048 against TLS 1.3: 1.06× slower (1.03 to 1.10)

      ✗ throughput/tcp/hybrid-2048/hmac/64: message 3 of 9 arrived changed
      1 of 9 failed
      A/A control 1.01× (0.980 to 1.03) on throughput/tcp/raw/none/65536
      Ratios are to tls13-rsa2048; above 1 is better, ≈ means that no difference was detected.
      TLS proves the server alone (certificate), sessions prove both sides (hmac) and read with batches().
      Not measured: a network between two machines, loss. Both processes share this one.
      "
    `);
  });

  it("fits 100 columns", () => {
    for (const line of renderReport(fixedReport, plain).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("adds colour and nothing else", () => {
    expect(stripVTControlCharacters(renderReport(fixedReport, coloured))).toBe(renderReport(fixedReport, plain));
  });

  it("paints a failed row and its reason red, and never marks it", () => {
    const text = renderReport(fixedReport, coloured);
    expect(text).toContain(painted("red", " failed"));
    expect(text).toContain(painted("red", "✗ throughput/tcp/hybrid-2048/hmac/64: message 3 of 9 arrived changed"));
    expect(text).toContain(painted("red", "1 of 9 failed"));
  });

  it("stamps a noisy run", () => {
    const noisy: Report = { ...fixedReport, control: { ratio: 1.2, interval: [1.1, 1.4], noisy: true } };
    expect(renderReport(noisy, plain)).toContain("NOISY trust no comparison: A/A control 1.20× (1.10 to 1.40)");
    expect(renderReport(fixedReport, plain)).not.toContain("NOISY");
  });

  it("says nothing of a comparison for which there were too few rounds", () => {
    const scenarios = fixedReport.scenarios.map((scenario) => ({ ...scenario, interval: null, ratioInterval: null }));
    const control = { ratio: 1.01, interval: null, noisy: true };
    const text = renderReport({ ...fixedReport, scenarios, control }, plain);
    expect(text).toContain("(too few rounds)");
    expect(text).toContain("★  1180  1.12×");
    expect(text).not.toContain("against TLS 1.3:");
  });
});
