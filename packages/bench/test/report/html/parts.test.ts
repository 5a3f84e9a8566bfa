import { describe, expect, it } from "vitest";
import { logScale } from "../../../src/report/html/chart/scale.ts";
import { crossoversOf } from "../../../src/report/html/crossovers.ts";
import { html } from "../../../src/report/html/markup.ts";
import { looksOf } from "../../../src/report/html/series.ts";
import { fixedReport } from "../../fixtures/report.ts";
import { around, rowOf } from "../../fixtures/rows.ts";

describe("html", () => {
  it("escapes every text, and takes what is finished as it is", () => {
    const row = html`<td title="${'"><x>'}">${"<b> & 'c'"}</td>`;
    expect(html`<tr>${[row, undefined, 7]}</tr>`.text).toBe(
      '<tr><td title="&#34;&#62;&#60;x&#62;">&#60;b&#62; &#38; &#39;c&#39;</td>7</tr>',
    );
  });
});

describe("logScale", () => {
  it("makes equal ratios equal distances", () => {
    const { at } = logScale([10, 1000], 0, 400);
    expect(at(100) - at(10)).toBeCloseTo(at(1000) - at(100), 9);
    expect(at(10)).toBeGreaterThan(0);
    expect(at(1000)).toBeLessThan(400);
  });

  it.each([
    [[0.9, 1.1], 6],
    [[1, 3], 5],
    [[0.01, 30_000], 6],
    [[5, 5], 5],
    [[64, 1_048_576], 8],
  ])("has few ticks within %j, and more than one", (values, most) => {
    const { ticks, at } = logScale(values, 0, 100, most);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
    for (const tick of ticks) {
      expect(at(tick)).toBeGreaterThanOrEqual(0);
      expect(at(tick)).toBeLessThanOrEqual(100);
    }
  });

  it("keeps what lies beyond at the end", () => {
    const { at } = logScale([10, 20], 0, 100);
    expect([at(0.001), at(1e9)]).toEqual([0, 100]);
  });
});

describe("crossoversOf", () => {
  const line = (subject: string, ...medians: number[]) =>
    medians.map((median, index) => {
      return rowOf(`throughput/tcp/${subject}/hmac/${64 * 16 ** index}`, around(median, subject === "a" ? 0 : 3));
    });

  it("finds where lines meet on logarithmic axes", () => {
    // From half to twice as fast while sizes grow by 16: they meet in the middle, at 4 times the size.
    const [found, ...more] = crossoversOf([line("a", 100, 400), line("b", 200, 200)], 1);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ above: "a", below: "b" });
    expect(found?.size).toBeCloseTo(256, 6);
    expect(found?.value).toBeCloseTo(200, 6);
  });

  it("finds none where a side is in doubt, or where nothing crosses", () => {
    expect(crossoversOf([line("a", 100.2, 400), line("b", 100, 200)], 1)).toEqual([]);
    expect(crossoversOf([line("a", 100, 200), line("b", 300, 400)], 1)).toEqual([]);
  });

  it("looks past a size where both are alike", () => {
    expect(crossoversOf([line("a", 100, 200, 800), line("b", 200, 200, 400)], 1)).toHaveLength(1);
  });
});

describe("looksOf", () => {
  it("gives no two subjects one look, and greys what does not protect", () => {
    const looks = looksOf(fixedReport);
    expect([...looks.keys()]).toEqual(["hybrid-2048", "tls13-rsa2048", "raw"]);
    expect(new Set([...looks.values()].map(({ colour }) => colour)).size).toBe(3);
    expect(looks.get("raw")?.colour).toBe("c0");
  });
});
