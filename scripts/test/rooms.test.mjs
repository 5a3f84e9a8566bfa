import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { inTree } from "./tree.mjs";

/** Each rule with a module that breaks it and what that module imports. Every one must be reported, and nothing else. */
const violations = [
  ["foundation-imports-upward", "src/varint.ts", "./packet/header.ts"],
  ["joints-imports-upward", "src/cipher.ts", "./packet/sealer.ts"],
  ["key-schedule-imports-upward", "src/key-schedule/hkdf.ts", "../packet/header.ts"],
  ["packet-imports-upward", "src/packet/frame.ts", "../handshake/hello.ts"],
  ["handshake-imports-upward", "src/handshake/accept.ts", "../auth/hmac.ts"],
  ["auth-imports-upward", "src/auth/exchange.ts", "../delivery/lossy/rtt.ts"],
  ["delivery-imports-upward", "src/delivery/lossy/recovery.ts", "../../session/machine.ts"],
  ["session-imports-upward", "src/session/liveness.ts", "../driver/clock.ts"],
  ["driver-imports-upward", "src/driver/dialler.ts", "../api/connect.ts"],
  ["api-imports-upward", "src/api/stream.ts", "../index.ts"],
  ["testing-imports-too-much", "src/testing/network.ts", "../packet/header.ts"],
  ["testing-imports-too-much", "src/testing/memory.ts", "../driver/driver.ts"],
  ["conformance-imports-too-much", "src/conformance/transport.ts", "../packet/header.ts"],
  ["conformance-imports-too-much", "src/conformance/session.ts", "../api/connect.ts"],
  ["key-files-imports-too-much", "src/key-files/private-key.ts", "../wire.ts"],
  ["key-files-imports-too-much", "src/key-files/create.ts", "../x25519/public-key.ts"],
  ["x25519-imports-too-much", "src/x25519/kem.ts", "../fingerprint.ts"],
  ["annex-below-index", "src/api/listen.ts", "../testing/clock.ts"],
  ["annex-below-index", "src/handshake/server.ts", "../key-files/public-key.ts"],
  ["annex-below-index", "src/handshake/client.ts", "../x25519/public-key.ts"],
  ["tests-in-index", "src/index.ts", "./conformance/cipher.ts"],
  ["world-below-driver", "src/delivery/outbox.ts", "node:timers"],
  ["world-below-driver", "src/packet/opener.ts", "node:perf_hooks"],
  ["world-below-driver", "src/key-schedule/symmetric-state.ts", "node:fs"],
  ["socket-in-core", "src/driver/driver.ts", "node:net"],
  ["socket-in-core", "src/testing/clock.ts", "node:dgram"],
  ["third-party", "src/api/session.ts", "../../vendor/anything.ts"],
  ["room-without-rule", "src/attic/box.ts", "../wire.ts"],
];

/** Modules that others import, or that are allowed to import what they do. */
const innocent = {
  "src/wire.ts": "export const one = 1;",
  "src/errors.ts": "export const two = 2;",
  "src/fingerprint.ts": 'import type { Link } from "./link.ts"; export type Print = Link;',
  "src/link.ts": 'import type { one } from "./wire.ts"; export type Link = typeof one;',
  "src/packet/header.ts":
    'import { one } from "../wire.ts"; import { createHmac } from "node:crypto"; createHmac; one;',
  "src/packet/sealer.ts": 'import type { Link } from "../link.ts"; export type Sealer = Link;',
  "src/handshake/hello.ts": 'import "../packet/header.ts"; import "../key-schedule/salt.ts";',
  "src/key-schedule/salt.ts": "export {};",
  "src/auth/hmac.ts": 'import "../handshake/hello.ts";',
  "src/delivery/lossy/rtt.ts": 'import "../../packet/header.ts";',
  "src/session/machine.ts": 'import "../delivery/lossy/rtt.ts"; import "../auth/hmac.ts";',
  "src/driver/clock.ts": 'import "node:timers";',
  "src/api/connect.ts": 'import "../driver/clock.ts"; import "node:stream";',
  "src/key-files/public-key.ts": 'import "node:fs"; import "../errors.ts"; import type {} from "../link.ts";',
  "src/x25519/public-key.ts": 'import "node:crypto"; import "../errors.ts"; import type {} from "../link.ts";',
  "src/testing/link.ts": 'import "../driver/clock.ts"; import "../wire.ts"; import type {} from "../link.ts";',
  "src/conformance/cipher.ts": 'import "node:assert"; import "../testing/link.ts"; import "../errors.ts";',
  "vendor/anything.ts": "export {};",
};

describe("the rooms of core", async () => {
  const found = await cruise({
    ...innocent,
    ...Object.fromEntries(violations.map(([, module, imported]) => [module, `import type {} from "${imported}";`])),
  });

  it.each(violations)("%s: %s may not import %s", (name, module, imported) => {
    expect(found).toContainEqual({ name, from: module, to: resolved(module, imported) });
  });

  it("reports nothing else", async () => {
    expect(found).toHaveLength(violations.length);
  });

  it("finds nothing in a tree that keeps the rules", async () => {
    expect(await cruise(innocent)).toEqual([]);
  });

  it("joint-with-values: a joint may import types, not values", async () => {
    const files = { "src/wire.ts": "export const one = 1;", "src/cipher.ts": 'export { one } from "./wire.ts";' };
    expect(await cruise(files)).toEqual([{ name: "joint-with-values", from: "src/cipher.ts", to: "src/wire.ts" }]);
  });

  it("joint-run-by-foundation: the foundation may import a joint's types, not the joint", async () => {
    const files = { "src/random.ts": 'import "./cipher.ts";', "src/cipher.ts": "export type Cipher = 1;" };
    expect(await cruise(files)).toEqual([
      { name: "joint-run-by-foundation", from: "src/random.ts", to: "src/cipher.ts" },
    ]);
  });

  it("cycle: modules may need each other's types, not each other", async () => {
    const machine = 'import { path } from "./path.ts"; export type Machine = typeof path; export const machine = 1;';
    const types = 'import type { Machine } from "./machine.ts"; export const path = 1; export type Path = Machine;';
    const values = 'import { machine } from "./machine.ts"; export const path = machine;';
    expect(await cruise({ "src/session/machine.ts": machine, "src/session/path.ts": types })).toEqual([]);
    expect(await cruise({ "src/session/machine.ts": machine, "src/session/path.ts": values })).toMatchObject([
      { name: "cycle" },
    ]);
  });
});

/**
 * @param {Record<string, string>} files
 * @returns {Promise<{ name: string, from: string, to: string }[]>}
 */
async function cruise(files) {
  const config = fileURLToPath(new URL("../check/rooms.mjs", import.meta.url));
  const bin = fileURLToPath(new URL("../node_modules/dependency-cruiser/bin/dependency-cruise.mjs", import.meta.url));
  const command = [bin, "src", "--config", config, "--output-type", "json"];
  const output = await inTree(files, (cwd) => execFileSync(process.execPath, command, { cwd, encoding: "utf8" }));
  /** @type {import("dependency-cruiser").ICruiseResult} */
  const result = JSON.parse(output);
  return result.summary.violations.map(({ rule, from, to }) => ({ name: rule.name, from, to }));
}

/** @param {string} module @param {string} imported */
function resolved(module, imported) {
  if (imported.startsWith("node:")) return imported.slice("node:".length);
  return new URL(imported, `file:///${module}`).pathname.slice(1);
}
