import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deriveKeys, hmac, sha256, xor } from "../src/exchange/keys.ts";
import { parseVerifier } from "../src/exchange/verifier.ts";
import { makeVerifier, password, passwords } from "../src/index.ts";
import { begin, meet, newSession, type Session, say } from "./attempt.ts";
import { refused } from "./failure.ts";
import { find, iterations, secretOfAlice, server, verifiers } from "./users.ts";

const alice = password("alice", secretOfAlice);

// spec
describe("a server refuses", () => {
  it("what a client said in another session", async () => {
    const { said } = await meet(alice, server);
    const again = begin(server);
    await say(again, said[0] as string);
    await expect(say(again, said[2] as string)).rejects.toEqual(refused);
  });

  it("what a client said in another attempt of the same session", async () => {
    const at = newSession();
    const { said } = await meet(alice, server, { at });
    const again = begin(server, at);
    await say(again, said[0] as string);
    await expect(say(again, said[2] as string)).rejects.toEqual(refused);
  });

  it("a client that talks to another server, which passes on what both say", async () => {
    await expect(meet(alice, server, { at: newSession(), serverAt: newSession() })).rejects.toEqual(refused);
  });

  it("the same when that server puts the right session into `c=`", async () => {
    const [at, serverAt] = [newSession(), newSession()];
    const [client, real] = [begin(alice, at), begin(server, serverAt)];
    const final = await say(client, await say(real, await say(client, "")));
    await expect(say(real, final.replace(/^c=[^,]+/, channelOf(serverAt)))).rejects.toEqual(refused);
  });

  it("a client that was talked down to fewer iterations", async () => {
    const costly = passwords(async () => makeVerifier(secretOfAlice, { iterations: 10_000 }));
    const at = newSession();
    const [client, real] = [begin(alice, at), begin(costly, at)];
    const first = await say(real, await say(client, ""));
    await expect(say(real, await say(client, first.replace("i=10000", "i=4096")))).rejects.toEqual(refused);
  });

  it("anything after a refusal", async () => {
    const at = newSession();
    const [client, real] = [begin(alice, at), begin(server, at)];
    const final = await say(client, await say(real, await say(client, "")));
    await expect(say(real, final.replace("p=", "p=A"))).rejects.toThrow();
    await expect(say(real, final)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_PROTOCOL" });
  });
});

// spec: A-28
describe("who stole the verifier of a user", () => {
  const stolen = parseVerifier(verifiers.get("alice") as string);

  /** The best client there is without the password: whatever is taken for ClientKey, the rest of it is right. */
  async function logIn(clientKey: Uint8Array): Promise<unknown> {
    const at = newSession();
    const real = begin(server, at);
    const bare = `n=alice,r=${randomBytes(24).toString("base64")}`;
    const first = await say(real, `p=countersign-exporter,,${bare}`);
    const withoutProof = `${channelOf(at)},${first.slice(0, first.indexOf(","))}`;
    const signature = hmac(stolen.storedKey, `${bare},${first},${withoutProof}`);
    return say(real, `${withoutProof},p=${Buffer.from(xor(clientKey, signature)).toString("base64")}`);
  }

  it("does not log in with anything that can be made of it", async () => {
    const { storedKey, serverKey, salt } = stolen;
    const zeros = new Uint8Array(32);
    const made = [storedKey, serverKey, zeros, sha256(storedKey), sha256(serverKey), xor(storedKey, serverKey)];
    const keyed = [hmac(storedKey, "Client Key"), hmac(serverKey, "Client Key"), hmac(salt, "Client Key")];
    const hashed = await deriveKeys(storedKey, salt, iterations);
    for (const key of [...made, ...keyed, hashed.clientKey]) await expect(logIn(key)).rejects.toEqual(refused);
  });

  it("would log in with the one thing that is missing", async () => {
    const { clientKey } = await deriveKeys(Buffer.from(secretOfAlice), stolen.salt, iterations);
    expect(await logIn(clientKey)).toMatch(/^v=/);
  });
});

// spec: A-29
describe("a client refuses", () => {
  it("a server that knows the name and no verifier", async () => {
    const guessed = await makeVerifier("a guess at the password", { iterations });
    await expect(
      meet(
        alice,
        passwords(() => guessed),
      ),
    ).rejects.toEqual(refused);
    for (const last of [`v=${randomBytes(32).toString("base64")}`, `v=${Buffer.alloc(32).toString("base64")}`]) {
      await expect(lastWord(last)).rejects.toEqual(refused);
    }
    for (const last of ["", "v=", "e=other-error"]) await expect(lastWord(last)).rejects.toThrow();
  });

  it("its own proof, sent back", async () => {
    const at = newSession();
    const [client, real] = [begin(alice, at), begin(server, at)];
    const final = await say(client, await say(real, await say(client, "")));
    await expect(say(client, `v=${final.slice(final.indexOf("p=") + 2)}`)).rejects.toEqual(refused);
  });

  it.each([
    ["another nonce", (first: string) => first.replace(/^r=./, "r=~")],
    ["a nonce that is its own alone", (first: string) => first.replace(/^(r=.{32})[^,]+/, "$1")],
  ])("a server that answers with %s", async (_what, change) => {
    const [client, real] = [begin(alice), begin(server)];
    const first = await say(real, await say(client, ""));
    await expect(say(client, change(first))).rejects.toEqual(refused);
  });

  // spec: A-25
  it.each([1, 4_095, 10_000_001, 2 ** 31, 9_999_999_999])("a server that asks for %d iterations", async (count) => {
    const [client, real] = [begin(alice), begin(server)];
    const first = await say(real, await say(client, ""));
    await expect(say(client, first.replace("i=4096", `i=${count}`))).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_AUTHENTICATION",
      message: expect.stringContaining(`asks for ${count} iterations`),
    });
  });

  // spec: A-25
  it("a server that asks for more than `maxIterations`", async () => {
    const impatient = password("alice", secretOfAlice, { maxIterations: 5_000 });
    await expect(meet(impatient, server)).resolves.toBeDefined();
    const costly = passwords(async () => makeVerifier(secretOfAlice, { iterations: 5_001 }));
    await expect(meet(impatient, costly)).rejects.toEqual(refused);
  });
});

// spec: A-26
it("both sides mix a secret that comes from ClientKey and all that was said", async () => {
  const { client, server: other, said } = await meet(alice, passwords(find));
  const [first = "", challenge = "", final = ""] = said;
  const { salt } = parseVerifier(verifiers.get("alice") as string);
  const { clientKey } = await deriveKeys(Buffer.from(secretOfAlice), salt, iterations);
  const authMessage = [
    first.slice("p=countersign-exporter,,".length),
    challenge,
    final.slice(0, final.indexOf(",p=")),
  ].join();
  const expected = hmac(clientKey, "countersign 1 ", "mix", "\0", sha256(authMessage), Uint8Array.of(1));
  expect(Buffer.from(client.secret ?? []).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
  expect(Buffer.from(other.secret ?? []).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
});

/** What a client says to the last word of a server that was right so far. */
async function lastWord(last: string): Promise<string> {
  const at = newSession();
  const [client, real] = [begin(alice, at), begin(server, at)];
  await say(client, await say(real, await say(client, "")));
  return say(client, last);
}

/** `c=` in this session. */
function channelOf({ binding, challenge }: Session): string {
  const bytes = Buffer.concat([Buffer.from("p=countersign-exporter,,"), binding, challenge]);
  return `c=${bytes.toString("base64")}`;
}
