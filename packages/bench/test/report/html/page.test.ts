import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareReports } from "../../../src/baseline/compare-reports.ts";
import { renderHtml } from "../../../src/report/html/page.ts";
import type { Report } from "../../../src/report/report.ts";
import { browserPath, launchBrowser } from "../../fixtures/browser.ts";
import { fixedReport } from "../../fixtures/report.ts";

let folder: string;
let browser: Browser | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-page-"));
  if (browserPath) browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** The page from a file, as a user opens it; whatever it asks for or complains about is in the lists. */
async function open(report: Report, colorScheme: "light" | "dark" = "light") {
  const file = join(folder, `${Math.random()}.html`);
  await writeFile(file, renderHtml(report, compareReports(report, report, "main")));
  const page = await (browser as Browser).newPage({ colorScheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, requests, url: pathToFileURL(file).href };
}

const firstColumn = (page: Page) => page.locator("#rows tbody th").allTextContents();
const valuesOf = (page: Page, column: number) =>
  page.locator(`#rows tbody tr > :nth-child(${column})`).evaluateAll((cells) => {
    return cells.map((cell) => (cell as unknown as { dataset: { value: string } }).dataset.value);
  });

describe.skipIf(!browserPath)(`the HTML report in Chromium${browserPath ? "" : ", which is not installed"}`, () => {
  it.each(["light", "dark"] as const)(
    "opens in %s without a complaint, and asks for nothing but itself",
    async (scheme) => {
      const { page, complaints, requests, url } = await open(fixedReport, scheme);
      await page.getByRole("heading", { name: "Conclusion" }).waitFor();
      expect(complaints).toEqual([]);
      expect(requests.filter((request) => !request.startsWith("data:"))).toEqual([url]);
      const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(background).toBe(scheme === "light" ? "rgb(248, 249, 251)" : "rgb(17, 20, 27)");
      await page.close();
    },
  );

  it("is not wider than a phone, but for what scrolls by itself", async () => {
    const { page } = await open(fixedReport);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await page.close();
  });

  it("sorts by the keyboard, tells so, keeps empty cells last, and turns round", async () => {
    const { page } = await open(fixedReport);
    const heading = page.getByRole("columnheader", { name: "median" });
    await heading.getByRole("button").focus();
    await page.keyboard.press("Enter");
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    expect(await page.getByRole("status").textContent()).toBe("Sorted by median, ascending");
    const medians = fixedReport.scenarios.flatMap(({ median }) => median ?? []).sort((one, other) => one - other);
    expect(await valuesOf(page, 4)).toEqual([...medians.map(String), ""]);
    await page.keyboard.press("Space");
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    expect(await valuesOf(page, 4)).toEqual([...medians.reverse().map(String), ""]);
    await page.getByRole("columnheader", { name: "scenario" }).getByRole("button").press("Enter");
    expect(await heading.getAttribute("aria-sort")).toBeNull();
    expect(await firstColumn(page)).toEqual(
      fixedReport.scenarios.map(({ id }) => id).sort((one, other) => one.localeCompare(other)),
    );
    await page.close();
  });

  it("names every drawing, table and region for those who do not see them", async () => {
    const { page } = await open(fixedReport);
    await page.locator("summary").press("Enter");
    const drawings = await page.getByRole("img").all();
    expect(drawings.length).toBeGreaterThan(5);
    await page.getByRole("img", { name: /^Throughput over TCP · 64 KiB, MB\/s, higher is better/ }).waitFor();
    const described = await page.locator("svg > desc").allTextContents();
    expect(described).toHaveLength(drawings.length);
    expect(described).toContainEqual(
      "tls13-rsa2048: 1.86 ms (1.77 to 1.95), the best; hybrid-2048: 1.98 ms (1.88 to 2.08); raw: 0.120 ms (0.114 to 0.126).",
    );
    for (const table of await page.getByRole("table").all()) {
      expect(await table.locator("caption").textContent()).not.toBe("");
    }
    await page.getByRole("navigation", { name: "Sections" }).waitFor();
    const targets = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const target of targets) expect(await page.locator(target ?? "none").count()).toBe(1);
    await page.close();
  });

  it("runs nothing and shows no element that came with a text", async () => {
    const attack = `"'></script></desc></svg><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    const { config, environment, scenarios } = fixedReport;
    const hostile: Report = {
      ...fixedReport,
      environment: { ...environment, cpu: attack, system: attack, commit: attack },
      config: { ...config, profile: attack, arguments: [attack], control: attack, receiving: attack },
      scenarios: scenarios.map((row) => ({
        ...row,
        subject: `${row.subject}${attack}`,
        error: attack,
        id: row.id + attack,
      })),
      unavailable: [{ transport: "udp", subject: attack, reason: attack }],
    };
    const { page, complaints, requests } = await open(hostile);
    expect(await page.title()).toContain("onerror");
    expect(await page.locator("main img, main script, header img, header script").count()).toBe(0);
    expect({ complaints, requests: requests.filter((url) => !url.startsWith("data:")).length }).toEqual({
      complaints: [],
      requests: 1,
    });
    await page.close();
  });

  it("lets no script run that is not its own", async () => {
    const { page, complaints } = await open(fixedReport);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.owned = 1' }))",
    );
    expect(await page.evaluate("window.owned")).toBeUndefined();
    expect(complaints.join()).toContain("Content Security Policy");
    await page.close();
  });

  it("stamps a noisy run, and advises nothing", async () => {
    const noisy: Report = { ...fixedReport, control: { ratio: 1.4, interval: [1.2, 1.6], noisy: true } };
    const { page } = await open(noisy);
    await page.getByText("NOISY", { exact: true }).waitFor();
    expect(await page.locator(".choice").count()).toBe(0);
    await page.close();
  });
});
