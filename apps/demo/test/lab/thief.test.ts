import { pbkdf2Sync, randomBytes } from "node:crypto";
import { makeVerifier, passwords } from "@countersign/auth-scram";
import { expect, it } from "vitest";
import { hmac, sha256, thief } from "../../src/lab/password-file/thief.ts";

const iterations = 4_096;

async function makeCarol() {
  const verifier = await makeVerifier("a password", { iterations });
  const salt = Buffer.from(/:(.+)\$/.exec(verifier)?.[1] as string, "base64");
  const clientKey = hmac(pbkdf2Sync("a password", salt, iterations, 32, "sha256"), "Client Key");
  return { verifier, clientKey, storedKey: sha256(clientKey) };
}

/** Both halves, until the server is done. */
async function logIn(verifier: string, client: ReturnType<typeof thief>) {
  const session = { binding: randomBytes(32), challenge: randomBytes(32), random: randomBytes };
  const one = client.begin({ ...session, role: "client" });
  const other = passwords(() => verifier).begin({ ...session, role: "server" });
  let said = await one.step(new Uint8Array());
  for (;;) {
    const answer = await other.step(said.send as Uint8Array);
    if (answer.kind === "done") return answer.result.peer.name;
    said = await one.step(answer.send);
  }
}

it("the thief of a verifier does all as it should be done, and lacks only ClientKey", async () => {
  const { verifier, clientKey, storedKey } = await makeCarol();
  expect(await logIn(verifier, thief("carol", storedKey, clientKey))).toBe("carol");
  await expect(logIn(verifier, thief("carol", storedKey))).rejects.toThrow("does not know the password");
});
