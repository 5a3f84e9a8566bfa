import { describe, expect, it } from "vitest";
import { hybrid } from "../src/index.ts";

/** Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", which NIST SP 800-38D is made from. */
const vector = {
  key: bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
  nonce: bytes("cafebabefacedbaddecaf888"),
  header: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
  plaintext: bytes(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
  ),
  ciphertext: bytes(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
  ),
  tag: bytes("76fc6ece0f4e1768cddf8853bb2d551b"),
};

describe("AES-256-GCM", () => {
  it("seals and opens the published vector in place", () => {
    const { key, nonce, header, plaintext, ciphertext, tag } = vector;
    const protection = hybrid().protect(key);
    const packet = Buffer.concat([header, plaintext, Buffer.alloc(16)]);
    expect(protection.seal(nonce, packet, header.length, header.length + plaintext.length)).toBe(packet.length);
    expect(packet).toEqual(Buffer.concat([header, ciphertext, tag]));
    expect(protection.open(nonce, packet, header.length)).toEqual(plaintext);
  });

  it("gives plaintext as a Buffer", () => {
    const protection = hybrid().protect(vector.key);
    const packet = new Uint8Array(100);
    protection.seal(vector.nonce, packet, 4, 84);
    expect(Buffer.isBuffer(protection.open(vector.nonce, packet, 4))).toBe(true);
  });

  it("takes keys of 32 bytes", () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => hybrid().protect(new Uint8Array(length))).toThrow(`A key has 32 bytes, not ${length}`);
    }
  });

  it("keeps an attacker's advantage below 2^-57 over the largest packets (RFC 9001 appendix B)", () => {
    const { maxPackets, maxForgeries } = hybrid().protect(vector.key);
    const blocks = 2 ** 17 / 16;
    expect(2 * (maxPackets * blocks) ** 2 * 2 ** -128).toBeLessThanOrEqual(2 ** -57);
    expect(128 * maxForgeries * blocks * 2 ** -128).toBeLessThanOrEqual(2 ** -57);
  });

  it("does nothing any more once it is destroyed", () => {
    const protection = hybrid().protect(vector.key);
    const packet = new Uint8Array(100);
    protection.seal(vector.nonce, packet, 4, 84);
    protection.destroy();
    protection.destroy();
    expect(() => protection.seal(vector.nonce, new Uint8Array(100), 4, 84)).toThrow("destroyed");
    expect(() => protection.open(vector.nonce, packet, 4)).toThrow("destroyed");
  });
});

function bytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}
