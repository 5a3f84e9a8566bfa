import { mkdtemp, readFile, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../src/report/report.ts";
import { runProgram, runProgramUnread } from "./fixtures/program.ts";

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function measure(name: string, ...args: string[]) {
  const file = join(folder, `${name}.json`);
  const result = await runProgram("--profile", "smoke", "--json", file, ...args);
  const json = await readFile(file, "utf8");
  return { ...result, json, report: JSON.parse(json) as Report };
}

describe("pnpm bench", () => {
  it("ends quietly when nobody reads on", async () => {
    expect(await runProgramUnread("--list")).toEqual({ errors: "", code: 0 });
  });

  it("measures raw TCP, and exits with 0", async () => {
    const { code, output, errors, json, report } = await measure("raw", "--filter", "*/tcp/raw", "--seed", "42");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toContain("✓ 20 scenarios");
    expect(output).not.toContain("\u001b");
    expect(report).toMatchObject({
      schema: "countersign-bench/3",
      config: { profile: "smoke", seed: 42, rounds: 1, control: "throughput/tcp/raw/none/16384", unprotected: ["raw"] },
    });
    expect(report.config.arguments).toEqual(["--profile=smoke", "--json=raw.json", "--filter=*/tcp/raw", "--seed=42"]);
    expect(report.scenarios).toHaveLength(20);
    for (const scenario of report.scenarios) {
      expect(scenario).toMatchObject({ verified: true, error: null, rounds: 1, interval: null });
      expect(scenario.median).toBeGreaterThan(0);
      expect(scenario.samples).toBeGreaterThanOrEqual(["memory", "footprint"].includes(scenario.kind) ? 1 : 3);
    }
    expect(report.environment.versions.node).toBe(process.versions.node);
    expect(json).not.toContain(hostname());
    expect(json).not.toContain(folder);
  });

  it("measures sessions over UDP through a relay that loses packets, and says what it lost", async () => {
    const road = ["--loss", "5%", "--delay", "4ms", "--seed", "9"];
    const filters = ["--filter=throughput/udp/hybrid-2048/hmac/64/1200", "--filter=round-trip/udp/hybrid-2048/hmac/64"];
    const { code, output, report } = await measure("relay", ...road, ...filters);
    expect(code).toBe(0);
    expect(output).toContain("Relay for UDP: 5 % loss, 4 ms added to a round trip; seed 9");
    expect(report.config).toMatchObject({ conditions: { loss: 0.05, delayMs: 4 }, relaySeed: 9 });
    const { received = 0, lost = 0 } = report.config.relayed ?? {};
    // Five standard deviations, of however many there were.
    expect(Math.abs(lost - 0.05 * received)).toBeLessThan(5 * Math.sqrt(0.05 * 0.95 * received));
    expect(report.scenarios.map(({ id }) => id)).toEqual([
      "throughput/udp/hybrid-2048/hmac/64/1200",
      "round-trip/udp/hybrid-2048/hmac/64",
    ]);
    for (const scenario of report.scenarios) {
      expect(scenario).toMatchObject({ verified: true, loss: 0.05, delayMs: 4, ratioToTls: null });
    }
  });

  it("measures somebody else's cipher beside the others", async () => {
    const filters = ["--filter", "handshake/tcp/{own-cipher,tls13-rsa2048}"];
    const { code, report } = await measure("own", "--subject", fixture("own-cipher.mjs"), ...filters);
    expect(code).toBe(0);
    const own = report.scenarios.find(({ id }) => id === "handshake/tcp/own-cipher/hmac");
    expect(own).toMatchObject({ verified: true, ratioToTls: expect.any(Number), ratioInterval: null });
  });

  it("turns the rows of a subject that changes messages red, keeps them out, and exits with 1", async () => {
    const filters = ["--filter", "{round-trip,throughput}/tcp/{raw,corrupting}/none/1024"];
    const { code, output, report } = await measure("corrupt", "--subject", fixture("corrupting.mjs"), ...filters);
    expect(code).toBe(1);
    expect(output).toContain("2 of 4 failed");
    const rowsOf = (subject: string) => report.scenarios.filter((scenario) => scenario.subject === subject);
    expect(rowsOf("raw").map(({ verified }) => verified)).toEqual([true, true]);
    expect(rowsOf("corrupting")).toMatchObject([
      {
        kind: "throughput",
        verified: false,
        median: null,
        error: expect.stringMatching(/message \d+ of \d+ arrived changed/),
      },
      {
        kind: "round-trip",
        verified: false,
        median: null,
        error: expect.stringMatching(/^echo \d+ came back changed$/),
      },
    ]);
  });

  it("forgives no error for having happened while it warmed up", async () => {
    const filters = ["--filter", "throughput/tcp/corrupting-once/none/64"];
    const { code, report } = await measure("once", "--subject", fixture("corrupting.mjs"), ...filters);
    expect(code).toBe(1);
    expect(report.scenarios).toMatchObject([{ verified: false, error: expect.stringContaining("arrived changed") }]);
    expect(report.control).toEqual({ ratio: null, interval: null, noisy: true });
  });

  it("reports a subject that breaks, wherever it does, and goes on", async () => {
    const filters = ["--filter", "handshake/tcp/{raw,breaks-*}"];
    const { code, report } = await measure("break", "--subject", fixture("breaking.mjs"), ...filters);
    expect(code).toBe(1);
    expect(Object.fromEntries(report.scenarios.map(({ subject, error }) => [subject, error]))).toEqual({
      raw: null,
      "breaks-in-load": "no load",
      "breaks-in-serve": "no serve",
      "breaks-in-client": "the client process ended (1): Error: no client",
      "breaks-in-silence": "the client process ended (7): it said nothing",
    });
  });

  it("measures without a transport, and says where the CPU time of it all went", async () => {
    const filters = ["--filter=crypto/none/sealed-box", "--filter=handshake/tcp/sealed-box/hmac"];
    const { code, output, report } = await measure("cpu", "--profile-cpu", ...filters);
    expect(code).toBe(0);
    expect(output).toContain("CPU time");
    const [handshake, ...crypto] = report.scenarios;
    expect(handshake?.cpu).toMatchObject({ client: { authentication: expect.any(Number) }, server: {} });
    expect(crypto).toHaveLength(5);
    for (const { cpu, verified } of crypto) {
      expect({ server: cpu?.server, verified }).toEqual({ server: null, verified: true });
      expect(Object.values(cpu?.client ?? {}).reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(0);
    }
  });

  it("lists the scenarios and measures nothing", async () => {
    const { code, output, errors } = await runProgram("--list", "--filter", "handshake/tcp/{raw,sealed-box}");
    expect({ code, output, errors }).toEqual({
      code: 0,
      output: ["raw/none", "sealed-box/hmac", "sealed-box/none", "sealed-box/scram"]
        .map((id) => `handshake/tcp/${id}\n`)
        .join(""),
      errors: "",
    });
  });

  it("explains itself", async () => {
    const { code, output } = await runProgram("--help");
    expect(code).toBe(0);
    for (const flag of [
      "profile",
      "filter",
      "json",
      "seed",
      "rounds",
      "subject",
      "list",
      "transport",
      "loss",
      "peers",
      "sessions",
      "profile-cpu",
      "html",
      "md",
      "csv",
      "save-baseline",
      "compare",
      "fail-on-regression",
    ]) {
      expect(output).toContain(`--${flag}`);
    }
  });

  it.each([
    [["--fast"], "--fast"],
    [["--filter", "nothing"], '--filter "nothing" matches no scenario'],
    [["--subject", fixture("../../dist/index.js")], "exports no array named subjects"],
    [["--subject", "missing.mjs"], "cannot be loaded"],
    [["--json", "missing/out.json"], "--json missing/out.json cannot be written"],
    [["--subject", fixture("breaking.mjs"), "--subject", fixture("breaking.mjs")], "is taken"],
  ])("exits with 2 and a reason for %j", async (args, reason) => {
    const { code, output, errors } = await runProgram(...args);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(reason);
  });
});
