import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { encodeX25519PublicKey, x25519 } from "../../src/x25519/index.ts";
import { x25519KeyPair } from "../fixtures/drawn.ts";
import { usageError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { vectors } from "../fixtures/vectors.ts";

// Key pairs are drawn inside of OpenSSL: this is where a recorded one comes in.
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  return { ...crypto, generateKeyPairSync: vi.fn(crypto.generateKeyPairSync) };
});

const draw = (privateKey: string) =>
  vi.mocked(generateKeyPairSync).mockReturnValueOnce(x25519KeyPair(fromHex(privateKey)) as never);

const refused = usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT");

interface Encapsulated {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly drawn: string;
  readonly sealed: string;
  readonly secret: string;
  readonly result: "ok" | "refused";
}

describe("x25519.json", () => {
  it.each(vectors<Encapsulated>("x25519"))("$result: $comment", ({ publicKey, result, ...vector }) => {
    const encoded = fromHex(publicKey);
    if (result === "refused") return expect(() => x25519.importPublicKey(encoded)).toThrow(refused);
    draw(vector.drawn);
    const { sealed, secret } = x25519.importPublicKey(encoded).encapsulate();
    expect({ sealed: hex(sealed), secret: hex(secret) }).toEqual({ sealed: vector.sealed, secret: vector.secret });
    draw(vector.privateKey);
    const identity = x25519.generate();
    expect(hex(identity.publicKey.encoded)).toBe(publicKey);
    expect(hex(identity.decapsulate(sealed) as Uint8Array)).toBe(vector.secret);
  });
});

interface Agreement {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly shared: string;
  readonly result: "ok" | "refused";
}

describe("wycheproof/x25519.json", () => {
  it.each(vectors<Agreement>("wycheproof/x25519"))("$result: $comment", ({ privateKey, publicKey, shared, result }) => {
    const raw = fromHex(publicKey);
    draw(privateKey);
    const identity = x25519.generate();
    if (result === "refused") {
      expect(() => encodeX25519PublicKey(raw)).toThrow(refused);
      expect(() => identity.decapsulate(raw)).toThrow(refused);
      return;
    }
    expect(hex(identity.decapsulate(raw) as Uint8Array)).toBe(shared);
    draw(privateKey);
    expect(hex(x25519.importPublicKey(encodeX25519PublicKey(raw)).encapsulate().secret)).toBe(shared);
  });
});
