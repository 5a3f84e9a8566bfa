import { createPublicKey, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { flawOf, verifies } from "../src/ed25519.ts";
import { publicKeys } from "../src/index.ts";
import { alice, sshLine } from "./fixtures/alice.ts";
import { bytes, encodings, integer, L, multiply, type Point, pointAt } from "./fixtures/edwards25519.ts";
import { usageError } from "./fixtures/refused.ts";

const message = Buffer.from("any message");

describe("a public key of small order", () => {
  const points = smallOrderPoints();
  const all = points.flatMap(encodings);

  it("is one of 8 points, with 14 encodings that a lenient decoder takes", () => {
    expect(points).toHaveLength(8);
    expect(new Set(all.map((each) => each.toString("hex"))).size).toBe(14);
  });

  // spec: A-32
  it.each(all.map((each) => each.toString("hex")))("%s is refused wherever one is read", (hex) => {
    const raw = Buffer.from(hex, "hex");
    expect(flawOf(raw)).toBeDefined();
    expect(() => publicKeys({ mallory: sshLine(raw) })).toThrow(usageError("INVALID_ARGUMENT"));
    expect(() => publicKeys({ mallory: nodesOwn(raw) })).toThrow(usageError("INVALID_ARGUMENT"));
  });

  // spec: A-32, a forgery that needs no private key: with the identity as the key, R = [S]B for every message
  it("would make OpenSSL 3.0 take one signature for every message, and we do not", () => {
    const identity = bytes(1n);
    const forgery = Buffer.concat([identity, bytes(0n)]);
    const isOld = process.versions.openssl.startsWith("3.0.");
    expect(verify(null, message, nodesOwn(identity), forgery) || !isOld).toBe(true);
    expect(verifies(identity, message, forgery)).toBe(false);
  });
});

describe("a public key that is not reduced", () => {
  // spec: A-32
  it.each([0n, 1n, 2n, 3n, 5n, 18n])("is refused: p + %d", (more) => {
    for (const sign of [0n, 1n]) {
      const raw = bytes((2n ** 255n - 19n + more) | (sign << 255n));
      expect(flawOf(raw)).toBeDefined();
      expect(() => publicKeys({ mallory: sshLine(raw) })).toThrow(usageError("INVALID_ARGUMENT"));
    }
  });

  it("is told from the largest that is", () => {
    expect(flawOf(bytes(2n ** 255n - 19n - 2n))).toBeUndefined();
    expect(flawOf(Buffer.alloc(31, 9))).toContain("31 bytes");
  });
});

describe("a signature", () => {
  const signature = sign(null, message, alice.privateKey);

  it("is verified", () => {
    expect(verifies(alice.raw, message, signature)).toBe(true);
    expect(verifies(alice.raw, Buffer.from("another"), signature)).toBe(false);
  });

  // spec: A-31, RFC 8032 §5.1.7: S of 0 to L - 1
  it("has one S: with the order added to it, it is refused", () => {
    for (let times = 1n; times < 15n; times++) {
      const s = integer(signature.subarray(32)) + times * L;
      expect(verifies(alice.raw, message, Buffer.concat([signature.subarray(0, 32), bytes(s)]))).toBe(false);
    }
  });

  it("has 64 bytes", () => {
    for (const length of [0, 32, 63]) expect(verifies(alice.raw, message, signature.subarray(0, length))).toBe(false);
    expect(verifies(alice.raw, message, Buffer.concat([signature, Buffer.alloc(1)]))).toBe(false);
  });
});

/** Any point times the order of the base point. */
function smallOrderPoints(): Point[] {
  const found = new Map<string, Point>();
  for (let y = 2n; found.size < 8 && y < 200n; y++) {
    const point = pointAt(y);
    if (!point) continue;
    const torsion = multiply(L, point);
    for (let times = 0n; times < 8n; times++) {
      const each = multiply(times, torsion);
      found.set(each.join(), each);
    }
  }
  return [...found.values()];
}

function nodesOwn(raw: Buffer) {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
}
