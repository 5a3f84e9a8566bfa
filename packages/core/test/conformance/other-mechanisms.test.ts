import { generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, it } from "vitest";
import { authenticatorConformance } from "../../src/conformance/index.ts";
import { fourMessages, fourMessagesWith } from "./mechanisms/four-messages.ts";
import { signing, verifying } from "./mechanisms/signature.ts";

// The exam must not take every mechanism for one of two messages and a shared key.

const alice = generateKeyPairSync("ed25519");
const signature = {
  client: signing("alice", alice.privateKey),
  server: verifying({ alice: alice.publicKey }),
  clientName: "alice",
  wrongSecret: signing("alice", generateKeyPairSync("ed25519").privateKey),
  unknownName: signing("carol", alice.privateKey),
  secrets: [alice.privateKey.export({ type: "pkcs8", format: "der" }).subarray(-32)],
};
authenticatorConformance({ describe, it }, { name: "a signature", proves: "client", make: () => signature });

const key = randomBytes(32);
const four = {
  client: fourMessages("alice", key),
  server: fourMessagesWith({ alice: key }),
  clientName: "alice",
  wrongSecret: fourMessages("alice", randomBytes(32)),
  unknownName: fourMessages("carol", key),
  secrets: [key],
};
authenticatorConformance({ describe, it }, { name: "four messages", proves: "both", make: () => four });
