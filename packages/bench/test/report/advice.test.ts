import { describe, expect, it } from "vitest";
import { advise } from "../../src/report/advice/advise.ts";
import { protectionsOf } from "../../src/report/advice/protection.ts";
import type { Report } from "../../src/report/report.ts";
import { fixedReport } from "../fixtures/report.ts";
import { around, reportOf } from "../fixtures/rows.ts";

const hybrid = "tcp/hybrid-2048/hmac";
const box = "tcp/sealed-box/hmac";
const tls = "tcp/tls13-rsa2048/certificate";

/** The hybrid moves more, the box connects faster, and nobody is quicker in a round trip. */
const report = reportOf({
  [`throughput/${hybrid}/65536`]: around(1500),
  [`throughput/${box}/65536`]: around(1000),
  [`throughput/${tls}/65536`]: around(1500),
  [`throughput/${hybrid}/64`]: around(300),
  [`throughput/${box}/64`]: around(250),
  [`round-trip/${hybrid}/64`]: around(0.1),
  [`round-trip/${box}/64`]: around(0.1002, 3),
  [`handshake/${hybrid}`]: around(2),
  [`handshake/${box}`]: around(1.6),
  "handshake/tcp/hybrid-3072/hmac": around(3),
});

const said = (measured: Report) => advise(measured).topics.flatMap(({ sentences }) => sentences);

describe("advise", () => {
  it("chooses what wins most beyond doubt, says by what, and what speaks for the other", () => {
    const { caution, choices } = advise(report);
    expect(caution).toBeNull();
    expect(choices).toEqual([
      expect.stringMatching(
        new RegExp(
          "^Over TCP choose hybrid-2048, because it is 1\\.50× faster than sealed-box \\(.*\\) with large messages " +
            "\\(64 KiB\\) and 1\\.20× faster than sealed-box \\(.*\\) with small messages \\(64 B\\)\\. " +
            "But sealed-box is 1\\.25× faster than hybrid-2048 \\(.*\\) to connect\\.$",
        ),
      ),
    ]);
  });

  it("changes its mind with the numbers", () => {
    const other = reportOf({
      [`throughput/${hybrid}/65536`]: around(700),
      [`throughput/${box}/65536`]: around(1000),
    });
    expect(advise(other).choices).toEqual([expect.stringMatching(/^Over TCP choose sealed-box, because it is 1\.43×/)]);
  });

  it("does not choose where no difference was detected", () => {
    const alike = reportOf({
      [`throughput/${hybrid}/65536`]: around(1000),
      [`throughput/${box}/65536`]: around(1002, 3),
    });
    expect(advise(alike).choices).toEqual([
      "Over TCP no difference was detected between hybrid-2048 and sealed-box: choose by what they protect.",
    ]);
  });

  it("tells what RSA costs, by its size, and that it is paid once", () => {
    expect(said(report)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^RSA-2048 over TCP connects in 2\.00 ms \(.*\), which is 1\.25× slower than sealed-box \(.*\); afterwards it costs nothing\.$/,
        ),
        expect.stringMatching(
          /^RSA-3072 over TCP connects in 3\.00 ms \(.*\), which is 1\.50× slower than hybrid-2048/,
        ),
      ]),
    );
  });

  it("compares with TLS, and does not call equal what is not", () => {
    const ratios = new Map<string, readonly [number, readonly [number, number]]>([
      ["hybrid-2048", [1.01, [0.97, 1.06]]],
      ["sealed-box", [0.67, [0.64, 0.69]]],
    ]);
    const scenarios = report.scenarios.map((row) => {
      const [ratioToTls, ratioInterval] = (row.size === 65536 && ratios.get(row.subject)) || [null, null];
      return { ...row, ratioToTls, ratioInterval };
    });
    expect(advise({ ...report, scenarios }).topics[0]).toEqual({
      name: "TLS",
      title: "Against TLS 1.3",
      sentences: [
        "hybrid-2048 over TCP: with large messages no difference detected (0.970 to 1.06).",
        "sealed-box over TCP: with large messages 1.49× slower (1.45 to 1.56).",
      ],
    });
  });

  it("says what UDP costs against TCP, in the packets that are nearest to a network", () => {
    const both = reportOf({
      [`throughput/${hybrid}/65536`]: around(1000),
      "throughput/udp/hybrid-2048/hmac/65536/16384": around(400),
      "throughput/udp/hybrid-2048/hmac/65536/1200": around(100),
    });
    expect(said(both)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^On UDP hybrid-2048 is, against TCP: with large messages 10\.0× slower \(/),
        expect.stringMatching(/^On UDP hybrid-2048 in packets of 16,384 B is 4\.00× faster than in packets of 1,200 B/),
      ]),
    );
  });

  it.each<[string, Report["control"], RegExp]>([
    ["a noisy run", { ratio: 1.3, interval: [1.1, 1.5], noisy: true }, /too busy/],
    ["a control that failed", { ratio: null, interval: null, noisy: true }, /control failed/],
  ])("chooses nothing after %s", (_what, control, caution) => {
    expect(advise({ ...report, control })).toMatchObject({ caution: expect.stringMatching(caution), choices: [] });
  });

  it("compares by intervals where the rounds are not told, and is more careful then", () => {
    const untold = { ...report, scenarios: report.scenarios.map((row) => ({ ...row, roundMedians: null })) };
    // From 0.98 × 1500 / (1.02 × 1000) to 1.02 × 1500 / (0.98 × 1000).
    expect(advise(untold).choices[0]).toContain("1.50× faster than sealed-box (1.44 to 1.56) with large messages");
  });
});

describe("protectionsOf", () => {
  it("tells what each measured subject protects, and of strangers what is known", () => {
    const stranger = reportOf({ "handshake/tcp/own-cipher/hmac": around(1), "handshake/udp/raw/none": around(1) });
    const quic = reportOf({ "handshake/udp/quic-rsa2048/certificates": around(1) });
    const rows = [...fixedReport.scenarios, ...stranger.scenarios, ...quic.scenarios];
    const found = protectionsOf(rows, ["raw"]);
    const of = (subject: string, transport = "tcp") =>
      found.find((each) => each.subject === subject && each.transport === transport);
    expect(of("hybrid-2048")).toMatchObject({
      ...{
        encryption: "yes",
        forwardSecrecy: "yes",
        authentication: "both (shared key)",
        replay: "yes",
        delivery: "yes",
      },
    });
    expect(of("tls13-rsa2048")).toMatchObject({ authentication: "the server (certificate)", forwardSecrecy: "yes" });
    expect(of("quic-rsa2048", "udp")).toMatchObject({ authentication: "both (certificates)", forwardSecrecy: "yes" });
    expect(of("raw")).toMatchObject({ encryption: "no", authentication: "nobody", replay: "no", delivery: "yes" });
    expect(of("raw", "udp")).toMatchObject({ delivery: "no: repeats nothing" });
    expect(of("own-cipher")).toMatchObject({ encryption: "yes", forwardSecrecy: "not stated", replay: "not stated" });
  });
});
