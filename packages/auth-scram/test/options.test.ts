import { describe, expect, it } from "vitest";
import { parseVerifier } from "../src/exchange/verifier.ts";
import { makeVerifier, type PasswordStore, password, passwords } from "../src/index.ts";
import { usageError } from "./failure.ts";
import { verifiers } from "./users.ts";

const invalid = usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT");
const counts = [0, 4_095, 4_096.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "4096" as unknown as number];

// spec: A-25
describe("iterations", () => {
  it.each(counts)("are not %s", async (count) => {
    expect(() => password("alice", "secret", { maxIterations: count })).toThrow(invalid);
    expect(() => passwords(() => undefined, { iterations: count })).toThrow(invalid);
    await expect(makeVerifier("secret", { iterations: count })).rejects.toEqual(invalid);
  });

  it("are 600,000 in a verifier, unless it is said otherwise", async () => {
    expect(parseVerifier(await makeVerifier("secret")).iterations).toBe(600_000);
    expect(parseVerifier(await makeVerifier("secret", { iterations: 5_000 })).iterations).toBe(5_000);
  });
});

it("a verifier has a new salt of 16 bytes each time", async () => {
  const [one, other] = [
    await makeVerifier("secret", { iterations: 4_096 }),
    await makeVerifier("secret", { iterations: 4_096 }),
  ];
  expect(parseVerifier(one).salt).toHaveLength(16);
  expect(one).not.toBe(other);
});

// spec
describe("a verifier is refused", () => {
  const good = verifiers.get("alice") as string;

  it.each([
    ["with too few iterations", good.replace("$4096:", "$4095:")],
    ["with more than OpenSSL takes", good.replace("$4096:", "$2147483648:")],
    ["with a count that is none", good.replace("$4096:", "$04096:")],
    ["with a short salt", good.replace(/:[^$]+\$/, ":QSXCRw==$")],
    ["with an endless salt", good.replace(/:[^$]+\$/, `:${Buffer.alloc(1_025).toString("base64")}$`)],
    ["without its last key", good.replace(/:[^:]+$/, "")],
    ["with a short key", good.replace(/:[^:]+$/, ":QSXCRw==")],
    ["with a key that is no base64", good.replace(/:[^:]+$/, ":!")],
    ["with a line break behind it", `${good}\n`],
    ["of another hash", good.replace("256", "512")],
    ["when it is a password", "correct horse"],
    ["when it is an MD5 of PostgreSQL's", "md54ab2c5d00339c4b2a4e921d2dc4edec7"],
    ["when it is nothing", ""],
  ])("%s", (_what, text) => {
    expect(() => parseVerifier(text)).toThrow(usageError("ERR_COUNTERSIGN_VERIFIER"));
  });
});

describe("passwords() refuses", () => {
  it.each([undefined, null, {}, "users", new Map(), [], { alice: "SCRAM-SHA-256$…" }])("%s for a store", (store) => {
    expect(() => passwords(store as PasswordStore)).toThrow(invalid);
  });

  it.each([
    ["ERR_COUNTERSIGN_NO_KEY", undefined],
    ["ERR_COUNTERSIGN_NO_KEY", ""],
    ["ERR_COUNTERSIGN_WEAK_KEY", Buffer.alloc(31)],
    ["ERR_COUNTERSIGN_WEAK_KEY", Buffer.alloc(31).toString("base64")],
    ["ERR_COUNTERSIGN_WEAK_KEY", "a secret that is text, and long enough at that!"],
  ] as const)("with %s the secret %s, which it does not tell", (code, secret) => {
    const run = () => passwords(() => undefined, { secret });
    expect(run).toThrow(usageError(code));
    if (typeof secret === "string" && secret)
      expect(run).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }));
  });
});

it("names options that there are not", async () => {
  expect(() => password("alice", "secret", { iterations: 5_000 } as object)).toThrow(invalid);
  expect(() => passwords(() => undefined, { salt: "x" } as object)).toThrow(invalid);
  await expect(makeVerifier("secret", { rounds: 5_000 } as object)).rejects.toEqual(invalid);
});
