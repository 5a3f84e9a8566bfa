import { describe, it } from "vitest";
import { generateSharedKey } from "../../src/api/generate-shared-key.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { anonymous, anyone } from "../../src/auth/none.ts";
import { authenticatorConformance } from "../../src/conformance/index.ts";

const none = { client: anonymous(), server: anyone() };
authenticatorConformance({ describe, it }, { name: "none", proves: "nobody", make: () => none });

const key = generateSharedKey();
const hmac = {
  client: sharedKey("alice", key),
  server: sharedKeys({ alice: key, bob: generateSharedKey() }),
  clientName: "alice",
  wrongSecret: sharedKey("alice", generateSharedKey()),
  unknownName: sharedKey("carol", key),
  secrets: [Buffer.from(key, "base64url")],
};
authenticatorConformance({ describe, it }, { name: "hmac-sha256", proves: "both", make: () => hmac });

const lookUp = async (name: string) => (name === "alice" ? key : undefined);
const looking = { ...hmac, server: sharedKeys(lookUp) };
authenticatorConformance({ describe, it }, { name: "hmac-sha256 with a look-up", proves: "both", make: () => looking });
