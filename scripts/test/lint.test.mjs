import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { inTree } from "./tree.mjs";

/** What a room without a world may not say, by the rule that hears it. */
const forbidden = [
  ["lint/style/noRestrictedGlobals", "export const now = () => Date.now();"],
  ["lint/style/noRestrictedGlobals", "export const now = () => new Date();"],
  ["lint/style/noRestrictedGlobals", "export const now = () => performance.now();"],
  ["lint/style/noRestrictedGlobals", "export const later = (done: () => void) => setTimeout(done, 1);"],
  ["lint/style/noRestrictedGlobals", "export const often = (done: () => void) => setInterval(done, 1);"],
  ["lint/style/noRestrictedGlobals", "export const soon = (done: () => void) => setImmediate(done);"],
  ["lint/style/noRestrictedGlobals", "export const soon = (done: () => void) => queueMicrotask(done);"],
  ["lint/style/noRestrictedGlobals", "export const id = () => crypto.randomUUID();"],
  ["lint/style/noRestrictedGlobals", "export const debug = process.env.DEBUG;"],
  ["lint/style/noRestrictedGlobals", "export const now = () => globalThis.performance.now();"],
  ["lint/style/noRestrictedImports", 'export { randomBytes } from "node:crypto";'],
  [
    "lint/style/noRestrictedImports",
    'import { randomFillSync } from "node:crypto"; export const fill = randomFillSync;',
  ],
  [
    "lint/style/noRestrictedImports",
    'import * as crypto from "node:crypto"; export const fill = crypto.randomFillSync;',
  ],
  ["lint/style/noRestrictedImports", 'import crypto from "node:crypto"; export const id = crypto.randomUUID;'],
  ["plugin", "export const pick = () => Math.random();"],
];

const rooms = ["key-schedule", "packet", "handshake", "auth", "delivery/lossy", "session"];

describe("rooms that are told the time and handed their randomness", async () => {
  const found = await lint(
    Object.fromEntries(
      forbidden.flatMap(([, source], row) =>
        [...rooms, "driver"].map((room) => [`packages/core/src/${room}/row-${row}.ts`, source ?? ""]),
      ),
    ),
  );

  it.each(forbidden.map(([rule, source], row) => ({ rule, source, row })))("$rule: $source", ({ rule, row }) => {
    for (const room of rooms) {
      expect(found).toContainEqual({ rule, file: `packages/core/src/${room}/row-${row}.ts` });
    }
  });

  it("leaves the driver alone", async () => {
    expect(found.filter(({ file }) => file.includes("/driver/"))).toEqual([]);
  });

  it("allows arithmetic and the rest of node:crypto", async () => {
    const source = 'import { createHmac } from "node:crypto"; export const all = [createHmac, Math.max(1, 2)];';
    expect(await lint({ "packages/core/src/packet/mac.ts": source })).toEqual([]);
  });
});

describe("files", () => {
  it("of sources have 300 lines at most", async () => {
    const lines = (/** @type {number} */ count) => Array.from({ length: count }, (_, n) => `export const n${n} = 1;`);
    const files = { "packages/a/src/fits.ts": lines(300).join("\n"), "packages/a/src/long.ts": lines(301).join("\n") };
    expect(await lint(files)).toEqual([{ rule: "lint/style/noExcessiveLinesPerFile", file: "packages/a/src/long.ts" }]);
  });

  it("of tests neither skip nor stand alone", async () => {
    const files = {
      "packages/a/test/a.test.ts": "it.skip('a', () => {});",
      "packages/a/test/b.test.ts": "it.only('b', () => {});",
    };
    expect(await lint(files)).toEqual([
      { rule: "lint/suspicious/noSkippedTests", file: "packages/a/test/a.test.ts" },
      { rule: "lint/suspicious/noFocusedTests", file: "packages/a/test/b.test.ts" },
    ]);
  });
});

/**
 * Runs biome with this workspace's own configuration.
 *
 * @param {Record<string, string>} files
 * @returns {Promise<{ rule: string, file: string }[]>}
 */
async function lint(files) {
  const root = new URL("../../", import.meta.url);
  const ours = ["biome.json", "scripts/check/no-math-random.grit"].map((name) => [
    name,
    readFileSync(new URL(name, root), "utf8"),
  ]);
  const bin = fileURLToPath(new URL("node_modules/@biomejs/biome/bin/biome", root));
  const command = [
    bin,
    "lint",
    "--reporter=json",
    "--vcs-enabled=false",
    "--max-diagnostics=none",
    "--diagnostic-level=error",
  ];
  return inTree({ ...files, ...Object.fromEntries(ours) }, (cwd) => {
    const { stdout } = spawnSync(process.execPath, command, { cwd, encoding: "utf8" });
    /** @type {{ category: string, location: { path: string } }[]} */
    const diagnostics = JSON.parse(stdout).diagnostics;
    return diagnostics.map(({ category, location }) => ({ rule: category, file: location.path }));
  });
}
