import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decodeX25519PublicKey, encodeX25519PublicKey, x25519 } from "../../src/x25519/index.ts";

/** Bob's key pair of RFC 7748 §6.1. */
const bob = {
  privateKey: Buffer.from("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb", "hex"),
  publicKey: Buffer.from("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", "hex"),
};

describe("X25519 as a KEM", () => {
  it("agrees with the key pair that RFC 7748 prints", () => {
    const { secret, sealed } = x25519.importPublicKey(encodeX25519PublicKey(bob.publicKey)).encapsulate();
    const agreed = diffieHellman({ privateKey: rfcPrivateKey(bob.privateKey), publicKey: importRaw(sealed) });
    expect(agreed).toEqual(secret);
  });

  it("seals 32 bytes, and encodes 44", () => {
    const { publicKey } = x25519.generate();
    expect(publicKey.encapsulate().sealed).toHaveLength(32);
    expect(publicKey.encoded).toHaveLength(44);
  });

  it("does not agree with a point of small order", () => {
    for (const point of [Buffer.alloc(32), Buffer.alloc(32).fill(1, 0, 1)]) {
      expect(() => x25519.generate().decapsulate(point)).toThrow("small order");
    }
  });

  it("would not agree with one that slipped through: OpenSSL refuses a secret of zeros", () => {
    const publicKey = importRaw(Buffer.alloc(32));
    expect(() => diffieHellman({ privateKey: rfcPrivateKey(bob.privateKey), publicKey })).toThrow();
  });
});

describe("the encoding of an X25519 public key", () => {
  it("is what OpenSSL writes", () => {
    const spki = importRaw(bob.publicKey).export({ type: "spki", format: "der" });
    expect(encodeX25519PublicKey(bob.publicKey)).toEqual(spki);
    expect(decodeX25519PublicKey(spki)).toEqual(bob.publicKey);
  });

  it("is refused for other lengths", () => {
    for (const bytes of [0, 31, 33]) {
      expect(() => encodeX25519PublicKey(Buffer.alloc(bytes, 9))).toThrow(`it has ${bytes} bytes, not 32`);
    }
  });
});

function rfcPrivateKey(raw: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), raw]);
  return createPrivateKey({ key: der, type: "pkcs8", format: "der" });
}

function importRaw(raw: Uint8Array): KeyObject {
  return createPublicKey({
    key: { kty: "OKP", crv: "X25519", x: Buffer.from(raw).toString("base64url") },
    format: "jwk",
  });
}
