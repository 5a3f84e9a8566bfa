import { describe, expect, it } from "vitest";
import { makeVerifier, type PasswordStore, password, passwords } from "../src/index.ts";
import { begin, meet, newSession, say } from "./attempt.ts";
import { refused } from "./failure.ts";
import { find, iterations, secretOfAlice, server, verifiers } from "./users.ts";

const secret = Buffer.alloc(32, 7);

/** What a server answers to a name. */
async function answerTo(name: string, authenticator = server): Promise<string> {
  const first = await say(begin(authenticator), `p=countersign-exporter,,n=${name},r=abc`);
  return first.replace(/^r=abc/, "").slice(32);
}

/** Why a client is refused, and the messages until then. */
async function refusal(name: string, typed: string, authenticator = server) {
  const at = newSession();
  const [client, real] = [begin(password(name, typed), at), begin(authenticator, at)];
  const sizes: number[] = [];
  const first = await say(client, "");
  const challenge = await say(real, first);
  const final = await say(client, challenge);
  sizes.push(first.length, challenge.length, final.length);
  const error = await say(real, final).then(
    () => expect.fail("was admitted"),
    (reason: Error) => reason,
  );
  return { error, sizes };
}

// spec
describe("a name that nobody has", () => {
  it("takes the same way as a wrong password: the same messages in size, the same error", async () => {
    const wrong = await refusal("alice", "not her password");
    const unknown = await refusal("carol", "not her password");
    expect(unknown.sizes).toEqual(wrong.sizes);
    expect(unknown.error).toEqual(refused);
    expect([unknown.error.message, { ...unknown.error }]).toEqual([wrong.error.message, { ...wrong.error }]);
  });

  it("has a salt of its own, which stays", async () => {
    const one = passwords(find, { iterations, secret });
    const restarted = passwords(find, { iterations, secret: secret.toString("base64url") });
    expect(await answerTo("carol", one)).toBe(await answerTo("carol", one));
    expect(await answerTo("carol", one)).toBe(await answerTo("carol", restarted));
    expect(await answerTo("carol", one)).not.toBe(await answerTo("mabel", one));
    const other = passwords(find, { iterations, secret: Buffer.alloc(32, 8) });
    expect(await answerTo("carol", one)).not.toBe(await answerTo("carol", other));
  });

  it("has the count of the options, or 600,000", async () => {
    expect(await answerTo("carol", passwords(find, { iterations: 5_000 }))).toMatch(/,i=5000$/);
    expect(await answerTo("carol", passwords(find))).toMatch(/,i=600000$/);
  });

  it("has what the store keeps for it", async () => {
    const store: PasswordStore = { find, decoys: async () => ({ secret, iterations: 7_000 }) };
    expect(await answerTo("carol", passwords(store))).toBe(
      await answerTo("carol", passwords(find, { secret, iterations: 7_000 })),
    );
    expect(await answerTo("carol", passwords(store, { iterations: 8_000 }))).toBe(
      await answerTo("carol", passwords(find, { secret, iterations: 8_000 })),
    );
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("may be %s", async (name) => {
    await expect(meet(password(name, secretOfAlice), server)).rejects.toEqual(refused);
  });

  it("is looked up as every other, after it was claimed", async () => {
    const calls: string[] = [];
    const looking = passwords((name) => {
      calls.push(`find ${name}`);
      return verifiers.get(name);
    });
    for (const name of ["alice", "carol"]) {
      const claim = async (claimed: string) => {
        await Promise.resolve();
        calls.push(`claim ${claimed}`);
      };
      await say(begin(looking, newSession(), { claim }), `p=countersign-exporter,,n=${name},r=abc`);
    }
    expect(calls).toEqual(["claim alice", "find alice", "claim carol", "find carol"]);
  });

  it("is not looked up when the claim is refused", async () => {
    const looking = passwords(() => expect.fail("was looked up"));
    const claim = () => Promise.reject(new Error("too many"));
    const attempt = begin(looking, newSession(), { claim });
    await expect(say(attempt, "p=countersign-exporter,,n=alice,r=abc")).rejects.toThrow("too many");
  });

  it("is claimed and looked up in the form of all its spellings", async () => {
    const names: string[] = [];
    const looking = passwords((name) => {
      names.push(name);
      return undefined;
    });
    for (const spelt of ["zo\u00eb", "zoe\u0308", "z\u00ado\u00eb"]) await answerTo(spelt, looking);
    expect(names).toEqual(["zo\u00eb", "zo\u00eb", "zo\u00eb"]);
  });
});

describe("a store whose answer is of no use", () => {
  const unfit = async (found: unknown) =>
    refusal(
      "alice",
      secretOfAlice,
      passwords(() => found as string, { iterations }),
    );

  it.each([
    ["a password", "correct horse"],
    ["a verifier with too few iterations", "SCRAM-SHA-256$4095:QSXCR+Q6sek8bf92QSXCRA==$$"],
    ["something else", { password: "correct horse" }],
    ["a number", 7],
  ])("refuses as a wrong password does, and tells its own side: %s", async (_what, found) => {
    const { error, sizes } = await unfit(found);
    expect(error).toMatchObject({ name: "UsageError", code: "ERR_COUNTERSIGN_VERIFIER" });
    expect(error.message).not.toContain("correct horse");
    expect(sizes).toEqual((await refusal("alice", "not her password")).sizes);
  });

  it("refuses verifiers that are cheap to guess at", async () => {
    const cheap = (verifiers.get("alice") as string).replace("$4096:", "$4095:");
    expect((await unfit(cheap)).error.message).toContain("4,096 iterations or more");
  });

  it("tells why a look-up failed, at the end", async () => {
    const broken = passwords(() => Promise.reject(new Error("no database")), { iterations });
    expect((await refusal("alice", secretOfAlice, broken)).error.message).toBe("no database");
  });
});

it("gives the server a user's attributes, and the client none", async () => {
  const attributes = JSON.parse('{"role":"admin","__proto__":"own"}');
  const verifier = await makeVerifier(secretOfAlice, { iterations });
  const met = await meet(
    password("alice", secretOfAlice),
    passwords(() => ({ verifier, attributes })),
  );
  expect(met.server.peer).toEqual({ name: "alice", mechanism: "scram-sha-256", attributes });
  expect(met.client.peer).toEqual({ mechanism: "scram-sha-256" });
});
