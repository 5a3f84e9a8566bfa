import { describe, expect, it } from "vitest";
import { calm } from "../../src/relay/conditions.ts";
import { buildControl } from "../../src/report/build-control.ts";
import { buildScenarios } from "../../src/report/build-scenarios.ts";
import { Series } from "../../src/run/series.ts";
import { type Scenario, scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";
import { peerSubjects } from "../../src/subjects/peers/peers.ts";

const scenarios = scenariosOf(builtInSubjects);
const scenarioOf = (id: string) => scenarios.find((scenario) => scenario.id === id) as Scenario;

/** A series of rounds, each of three samples around its median. */
function seriesOf(...medians: number[]): Series {
  const series = new Series();
  for (const median of medians) series.record({ ok: true, samples: [median * 0.9, median, median * 1.2] });
  return series;
}

function broken(): Series {
  const series = seriesOf(10, 10, 10);
  series.record({ ok: false, error: "changed" });
  return series;
}

function build(...entries: [id: string, series: Series][]) {
  return buildScenarios(new Map(entries.map(([id, series]) => [scenarioOf(id), series])), 42);
}

describe("buildScenarios", () => {
  it("reports the median of the rounds' medians, and percentiles of all samples", () => {
    const [report] = build(["throughput/tcp/raw/none/64", seriesOf(100, 140, 120)]);
    expect(report).toMatchObject({
      id: "throughput/tcp/raw/none/64",
      ...{ kind: "throughput", transport: "tcp", subject: "raw", authentication: "none", size: 64 },
      ...{ unit: "MB/s", better: "higher", median: 120, interval: [100, 140] },
      ...{ p50: 120, p75: 140, max: 168, rounds: 3, samples: 9, verified: true, error: null },
    });
  });

  it("has no ratio where TLS was not measured", () => {
    const [report] = build(["throughput/tcp/raw/none/64", seriesOf(1, 2, 3)]);
    expect(report).toMatchObject({ ratioToTls: null, ratioInterval: null });
  });

  it("makes the ratio above 1 for more throughput", () => {
    const ours = build(
      ["throughput/tcp/hybrid-2048/hmac/64", seriesOf(300, 360, 330)],
      ["throughput/tcp/tls13-rsa2048/certificate/64", seriesOf(200, 240, 220)],
      ["throughput/tcp/tls13-rsa2048/certificate/1024", seriesOf(9, 9, 9)],
    )[0];
    expect(ours?.ratioToTls).toBeCloseTo(1.5, 12);
    expect(ours?.ratioInterval?.map((end) => end.toFixed(6))).toEqual(["1.500000", "1.500000"]);
  });

  it("makes the ratio above 1 for less time, and compares every handshake with TLS under RSA-2048", () => {
    const [ours, theirs] = build(
      ["handshake/tcp/hybrid-3072/hmac", seriesOf(1, 1.1, 0.9)],
      ["handshake/tcp/tls13-rsa2048/certificate", seriesOf(2, 2.2, 1.8)],
      ["handshake/tcp/tls13-rsa3072/certificate", seriesOf(9, 9, 9)],
    );
    expect(ours?.ratioToTls).toBeCloseTo(2, 12);
    expect(theirs?.ratioToTls).toBe(1);
  });

  it("compares packets with raw UDP's of the same size, and with TLS over TCP", () => {
    const [ours, raw] = build(
      ["throughput/udp/hybrid-2048/hmac/65536/1200", seriesOf(100, 100, 100)],
      ["throughput/udp/raw/none/65536/1200", seriesOf(200, 200, 200)],
      ["throughput/udp/raw/none/65536/16384", seriesOf(900, 900, 900)],
      ["throughput/tcp/tls13-rsa2048/certificate/65536", seriesOf(400, 400, 400)],
    );
    expect(ours).toMatchObject({ transport: "udp", packetBytes: 1_200, loss: null, delayMs: null });
    expect(ours).toMatchObject({ ratioToRaw: 0.5, rawInterval: [0.5, 0.5], ratioToTls: 0.25, ratioToUdx: null });
    expect(raw?.ratioToRaw).toBe(1);
  });

  it("compares with udx, and no longer with TLS, where a relay is in the way", () => {
    const conditions = { ...calm, loss: 0.01, delayMs: 20 };
    const found = scenariosOf([...builtInSubjects, ...peerSubjects], conditions).filter(({ id }) =>
      /^throughput\/(udp\/(hybrid-2048\/hmac\/65536\/1200|udx\/none\/65536)|tcp\/tls13-rsa2048\/certificate\/65536)$/.test(
        id,
      ),
    );
    const reports = buildScenarios(new Map(found.map((scenario) => [scenario, seriesOf(3, 3, 3)])), 42);
    const ours = reports.find(({ subject }) => subject === "hybrid-2048");
    expect(reports).toHaveLength(3);
    expect(ours).toMatchObject({ loss: 0.01, delayMs: 20, ratioToTls: null, ratioToUdx: 1, udxInterval: [1, 1] });
  });

  it("says what share of the datagrams was lost", () => {
    const series = new Series();
    series.record({ ok: true, samples: [1], datagrams: { sent: 100, received: 90 } });
    series.record({ ok: true, samples: [1], datagrams: { sent: 300, received: 300 } });
    expect(build(["datagrams/udp/raw/none/1024/1200", series])[0]?.lost).toBeCloseTo(0.025, 12);
  });

  it("keeps a failed scenario out of every number, its own and others'", () => {
    const [ours, theirs] = build(
      ["throughput/tcp/hybrid-2048/hmac/64", seriesOf(300, 360, 330)],
      ["throughput/tcp/tls13-rsa2048/certificate/64", broken()],
    );
    expect(theirs).toMatchObject({ verified: false, error: "changed", ratioToTls: null });
    expect(theirs).toMatchObject({ median: null, interval: null, p50: null, p75: null, p99: null, max: null });
    expect(ours).toMatchObject({ verified: true, median: 330, ratioToTls: null });
  });

  it("does not call verified what was never measured", () => {
    expect(build(["throughput/tcp/raw/none/64", broken()])[0]?.verified).toBe(false);
  });

  it("says the same for the same seed", () => {
    const entry = ["throughput/tcp/raw/none/64", seriesOf(5, 1, 4, 2, 3)] as [string, Series];
    expect(build(entry)).toEqual(build(entry));
  });
});

describe("buildControl", () => {
  const scenario = scenarioOf("throughput/tcp/raw/none/16384");
  const control = (first: Series, again: Series) =>
    buildControl({ series: new Map([[scenario, first]]), control: { scenario, again }, rounds: [], relayed: null }, 42);

  it("is quiet when the two measurements agree", () => {
    const found = control(seriesOf(100, 101, 99, 100, 102), seriesOf(101, 100, 100, 99, 103));
    expect(found.noisy).toBe(false);
    expect(found.ratio).toBeCloseTo(1, 1);
  });

  it("is noisy when they differ all the time", () => {
    const found = control(seriesOf(100, 101, 99, 100, 102), seriesOf(111, 112, 109, 110, 113));
    expect(found.interval?.[0]).toBeGreaterThan(1);
    expect(found.noisy).toBe(true);
  });

  it("is noisy when they scatter", () => {
    const found = control(seriesOf(100, 100, 100, 100, 100), seriesOf(70, 130, 100, 75, 125));
    expect(found.noisy).toBe(true);
  });

  it("is noisy when there are too few rounds, or when the scenario failed", () => {
    expect(control(seriesOf(100, 100), seriesOf(100, 100))).toEqual({ ratio: 1, interval: null, noisy: true });
    expect(control(broken(), seriesOf(1, 1, 1))).toEqual({ ratio: null, interval: null, noisy: true });
  });
});
