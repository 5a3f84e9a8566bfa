import { seededRandom } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { makeVerifier, password, passwords } from "../src/index.ts";
import { passwordBytes, preparedName } from "../src/saslprep.ts";
import { meet } from "./attempt.ts";
import { usageError } from "./failure.ts";
import { seed } from "./seed.ts";

// spec: A-24
describe("a name", () => {
  it.each([
    ["I\u00adX", "IX"],
    ["user", "user"],
    ["USER", "USER"],
    ["\u00aa", "a"],
    ["\u2168", "IX"],
  ])("%j is %j (RFC 4013 §3)", (text, name) => {
    expect(preparedName(text)).toBe(name);
  });

  it.each([
    ["zoe\u0308", "zo\u00eb"],
    ["\ufb01ne", "fine"],
    ["a\u00a0b", "a b"],
    ["\u212b", "\u00c5"],
    ["🔑", "🔑"],
    ["x".repeat(255), "x".repeat(255)],
  ])("%j is %j", (text, name) => {
    expect(preparedName(text)).toBe(name);
  });

  it.each([
    ...["", "\u0007", "a\nb", "\u00ad", "\u0627\u0031", "\u0627a\u0627", "\ud800", "\ue000", "\u2028"],
    ...["x".repeat(256), "é".repeat(128), "x".repeat(100_000)],
  ])("is not %j", (text) => {
    expect(preparedName(text)).toBeUndefined();
    expect(() => password(text, "secret")).toThrow(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
  });

  it(`stays as it is when it is prepared again, seed ${seed}`, () => {
    const random = seededRandom(seed);
    let names = 0;
    for (let n = 0; n < 20_000; n++) {
      const points = Array.from({ length: 1 + random.integer(4) }, () =>
        random.integer(random.chance(0.8) ? 0x3000 : 0x110000),
      );
      const name = preparedName(String.fromCodePoint(...points));
      if (name === undefined) continue;
      expect(preparedName(name), JSON.stringify(name)).toBe(name);
      names++;
    }
    expect(names).toBeGreaterThan(100);
  });
});

// spec: A-24
describe("a password", () => {
  it.each([
    ["prepared", "I\u00adX\u00a0\u2168", "IX IX"],
    ["as it is where it has a control character", "\u2168\u0007", "\u2168\u0007"],
    ["as it is where its directions mix", "\u0627\u2168", "\u0627\u2168"],
    ["as it is where it has a character that is newer than Unicode 3.2", "🥸\u2168", "🥸\u2168"],
    ["as it is where nothing would be left", "\u00ad", "\u00ad"],
  ])("is taken %s", (_how, text, bytes) => {
    expect(Buffer.from(passwordBytes(text)).toString()).toBe(bytes);
  });

  it("is the same however it is typed", async () => {
    const verifier = await makeVerifier("cafe\u0301 \u2168", { iterations: 4_096 });
    await expect(
      meet(
        password("zoe\u0308", "caf\u00e9\u00a0IX"),
        passwords(() => verifier),
      ),
    ).resolves.toMatchObject({
      server: { peer: { name: "zo\u00eb" } },
    });
  });

  it.each([undefined, ""])("may be missing: %s", async (missing) => {
    expect(() => password("alice", missing)).toThrow(usageError("ERR_COUNTERSIGN_NO_KEY"));
    await expect(makeVerifier(missing)).rejects.toEqual(usageError("ERR_COUNTERSIGN_NO_KEY"));
  });

  it.each([
    ["half of a character", "secret\ud83d"],
    ["too long", "secret".repeat(171)],
    ["a number", 7 as unknown as string],
    ["null", null as unknown as string],
  ])("is refused when it is %s, without being told", async (_what, text) => {
    const invalid = expect.objectContaining({
      code: "ERR_COUNTERSIGN_INVALID_ARGUMENT",
      message: expect.not.stringContaining("secret"),
    });
    expect(() => password("alice", text)).toThrow(invalid);
    await expect(makeVerifier(text)).rejects.toEqual(invalid);
  });
});
