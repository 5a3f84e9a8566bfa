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

      Throughput over TCP  MB/s, higher is better; one way, in batches that the receiver acknowledges
                           64 B         64 KiB
        tls13-rsa2048   ★   201  1.00×    1050  1.00×
        hybrid-2048      failed        ★  1180  1.12×
        controls without protection
        raw                 246  1.22×    1702  1.62×
        at 64 KiB, hybrid-2048 against TLS 1.3: 1.12× faster (1.07 to 1.19)

      Throughput over UDP  MB/s, higher is better; one way, in batches that the receiver acknowledges
                         64 KiB         64 KiB
        in packets of     1,200         16,384
        hybrid-2048     ★  98.0  0.09× ★   411  0.39×
        controls without protection
        raw                                890  0.85×
        ratio to raw, in packets of the same size
        hybrid-2048                      0.46×
        at 64 KiB in packets of 1,200, hybrid-2048 against TLS 1.3: 11.1× slower (10.0 to 12.5)
        at 64 KiB in packets of 16,384, hybrid-2048 against TLS 1.3: 2.56× slower (2.44 to 2.70)

      Datagrams over UDP  MB/s, higher is better; one way, unreliable: what arrived
                          1 KiB          95 % interval            p75            p99            max
        in packets of     1,200
        controls without protection
        raw                 120             114 to 126            132            180            480
        lost
        raw               1.2 %

      Handshake over TCP  ms, lower is better; from dialling until both sides are sure of each other
                         median          95 % interval            p75            p99            max
        tls13-rsa2048   ★  1.86  1.00×    1.77 to 1.95           2.05           2.79           7.44
        hybrid-2048        1.98  0.94×    1.88 to 2.08           2.18           2.97           7.92
        controls without protection
        raw               0.120  15.5×  0.114 to 0.126          0.132          0.180          0.480
        hybrid-2048 against TLS 1.3: 1.06× slower (1.03 to 1.10)

      ✗ throughput/tcp/hybrid-2048/hmac/64: message 3 of 9 arrived changed
      · On UDP hybrid-2048 is, against TCP: with large messages 12.0× slower (12.0 to 12.0).
      · On UDP hybrid-2048 in packets of 16,384 B is 4.19× faster than in packets of 1,200 B, which are
        nearer to a network (4.19 to 4.19).

      1 of 13 failed
      A/A control 1.01× (0.980 to 1.03) on throughput/tcp/raw/none/65536
      Ratios are to tls13-rsa2048; above 1 is better, ≈ means that no difference was detected.
      TLS proves the server alone (certificate), sessions prove both sides (hmac) and read with batches().
      Not measured: a network between two machines. All processes share this one.
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
    expect(text).toContain(painted("red", "1 of 13 failed"));
  });

  it("says what stood in the way, and what was not there", () => {
    const relayed = { received: 120_000, lost: 1_199, heldBack: 0, congested: 20, overflowed: 0 };
    const conditions = { loss: 0.01, delayMs: 20, reorder: 0, bytesPerSecond: 1e8 };
    const config = { ...fixedReport.config, conditions, relayed };
    const unavailable = [{ transport: "udp", subject: "udx", reason: "Cannot find package 'udx-native'" }] as const;
    const text = renderReport({ ...fixedReport, config, unavailable }, plain);
    expect(text).toContain("Relay for UDP: 1 % loss, 20 ms added to a round trip, 100 MB/s; seed 42\n");
    expect(text).toContain("120000 packets, 0 held back; lost: 1199 by chance, 20 at the bottleneck, 0 by the relay's");
    expect(text).toContain("udx is not available: Cannot find package 'udx-native'");
  });

  it("compares with udx in words where it was measured", () => {
    const scenarios = fixedReport.scenarios.map((scenario) => ({
      ...scenario,
      ...(scenario.transport === "udp" && { ratioToUdx: 2, udxInterval: [1.9, 2.1] as const, ratioToTls: null }),
    }));
    const text = renderReport({ ...fixedReport, scenarios }, plain);
    expect(text).toContain("at 64 KiB in packets of 1,200, hybrid-2048 against udx: 2.00× faster (1.90 to 2.10)");
    expect(text).not.toContain("in packets of 1,200, hybrid-2048 against TLS");
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
