import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { hearClient } from "../../src/exchange/server.ts";
import { parseVerifier } from "../../src/exchange/verifier.ts";
import { makeVerifier } from "../../src/index.ts";

/** The client of PostgreSQL's driver for Node: `session` holds what it has to say. */
interface Sasl {
  startSession(mechanisms: string[]): Session;
  continueSession(session: Session, password: string, serverFirst: string): Promise<void>;
  finalizeSession(session: Session, serverFinal: string): void;
}
interface Session {
  response: string;
}

const require = createRequire(import.meta.url);
const sasl: Sasl = require("pg/lib/crypto/sasl.js");
const channel = { gs2Header: "n,,", data: new Uint8Array() };

// spec
describe("the client of pg", () => {
  it.each(["pencil", "with, comma = and space", "ªº ﬁne Ⅸ", "I\u00adX", "a\u00a0b", "naïve", "🔑🔑"])(
    "logs in with the password %j, and takes our proof",
    async (password) => {
      const { judge, session } = await begin(password, password);
      const verdict = judge(session.response);
      expect(verdict.proven).toBe(true);
      sasl.finalizeSession(session, verdict.send);
    },
  );

  it("does not log in with another password, nor take a proof of another server", async () => {
    const { judge, session } = await begin("pencil", "Pencil");
    const verdict = judge(session.response);
    expect(verdict.proven).toBe(false);
    expect(() => sasl.finalizeSession(session, verdict.send)).toThrow(/signature does not match/);
  });
});

/** Both sides, up to what the client says last. */
async function begin(kept: string, typed: string) {
  const verifier = parseVerifier(await makeVerifier(kept, { iterations: 4_096 }));
  const session = sasl.startSession(["SCRAM-SHA-256"]);
  const challenge = hearClient(session.response, channel).challenge(verifier, randomBytes(24).toString("base64"));
  await sasl.continueSession(session, typed, challenge.send);
  return { judge: challenge.judge, session };
}
