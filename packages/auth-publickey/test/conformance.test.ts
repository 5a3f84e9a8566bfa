import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authenticatorConformance } from "@countersign/core/conformance";
import { afterAll, describe, it } from "vitest";
import { authorizedKeys, publicKeys, signature } from "../src/index.ts";
import { alice, bob } from "./fixtures/alice.ts";

const folder = await mkdtemp(join(tmpdir(), "countersign-authorized-"));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, "authorized_keys");
await writeFile(file, `${bob.line} bob\n${alice.line} alice\n`);

const pair = {
  client: signature("alice", alice.privateKey),
  server: publicKeys({ alice: alice.line, bob: bob.line }),
  clientName: "alice",
  wrongSecret: signature("alice", bob.privateKey),
  unknownName: signature("carol", alice.privateKey),
  secrets: [alice.seed, bob.seed],
};

// Where other names have the same key, nothing but the signature holds on to the name.
const manyNames = publicKeys(async (name) => (name === "carol" ? undefined : alice.publicKey));

const servers = {
  ed25519: pair.server,
  "ed25519 with a key of many names": manyNames,
  "ed25519 with an authorized_keys file": publicKeys(await authorizedKeys(file)),
};

for (const [name, server] of Object.entries(servers)) {
  authenticatorConformance({ describe, it }, { name, proves: "client", make: () => ({ ...pair, server }) });
}
