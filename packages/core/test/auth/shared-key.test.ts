import { describe, expect, it } from "vitest";
import { generateSharedKey } from "../../src/api/generate-shared-key.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { readSharedKey } from "../../src/auth/shared-key.ts";
import type { Secret } from "../../src/authenticator.ts";
import type { UsageError } from "../../src/errors.ts";
import { thrownBy, usageError } from "../fixtures/failure.ts";
import { hex } from "../fixtures/hex.ts";

const bytes = Buffer.from(Array.from({ length: 33 }, (_, i) => 251 - i));

// spec: A-3
describe("shared keys", () => {
  it("are made of 32 random bytes", () => {
    const [one, other] = [generateSharedKey(), generateSharedKey()];
    expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one).not.toBe(other);
    expect(readSharedKey(one, "alice")).toHaveLength(32);
  });

  it.each([
    ["bytes", bytes],
    ["base64", bytes.toString("base64")],
    ["base64url", bytes.toString("base64url")],
  ])("are read from %s", (_form, key) => {
    expect(hex(readSharedKey(key, "alice"))).toBe(hex(bytes));
  });

  it("are copied", () => {
    const own = Buffer.from(bytes);
    const read = readSharedKey(own, "alice");
    own.fill(0);
    expect(hex(read)).toBe(hex(bytes));
  });

  it.each([undefined, ""])("may be missing: %s", (key) => {
    const missing = usageError("ERR_COUNTERSIGN_NO_KEY");
    expect(() => sharedKey("alice", key)).toThrow(missing);
    expect(() => sharedKeys({ alice: key })).toThrow(missing);
  });

  it.each<[string, Secret]>([
    ["31 bytes", Buffer.alloc(31)],
    ["the text of 31 bytes", Buffer.alloc(31, 1).toString("base64")],
    ["a password", "correct horse battery staple, which is long enough"],
    ["text with a line break", `${generateSharedKey()}\n`],
    ["a number", 7 as unknown as Secret],
    ["null", null as unknown as Secret],
  ])("are refused when they are %s, without being told", (_what, key) => {
    for (const run of [() => sharedKey("alice", key), () => sharedKeys({ alice: key })]) {
      expect(run).toThrow(usageError("ERR_COUNTERSIGN_WEAK_KEY"));
      const error = thrownBy(run) as UsageError;
      expect(error.message).toContain('"alice"');
      if (typeof key === "string") expect(error.message + error.stack).not.toContain(key.trim());
    }
  });

  it.each(["", "é".repeat(128)])("belong to names of 1 to 255 bytes: %j", (name) => {
    expect(() => sharedKey(name, bytes)).toThrow(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
  });

  it("are not told where the name belongs", () => {
    const key = generateSharedKey();
    for (const run of [
      () => sharedKey(key, undefined),
      () => sharedKey(key, "alice"),
      () => sharedKeys({ [key]: "" }),
    ]) {
      const error = thrownBy(run) as UsageError;
      expect(error.message + error.stack).not.toContain(key);
    }
  });
});
