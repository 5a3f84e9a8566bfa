import { describe, expect, it } from "vitest";
import { testCipher } from "../fixtures/test-cipher.ts";
import { bytesOf, textOf } from "./recording-sink.ts";

describe("testCipher: X25519", () => {
  const kem = testCipher().serverKem;

  it("agrees on a secret that only the right private key learns", async () => {
    const identity = kem.generate();
    const { secret, sealed } = kem.importPublicKey(identity.publicKey.encoded).encapsulate();
    expect(secret).toHaveLength(32);
    expect(Buffer.from(await identity.decapsulate(sealed)).equals(secret)).toBe(true);
    expect(Buffer.from(await kem.generate().decapsulate(sealed)).equals(secret)).toBe(false);
  });

  it("encodes keys as SPKI DER", () => {
    const { encoded } = kem.generate().publicKey;
    expect(Buffer.from(encoded).toString("hex")).toMatch(/^302a300506032b656e032100[0-9a-f]{64}$/);
    expect(Buffer.from(kem.importPublicKey(encoded).encoded).equals(encoded)).toBe(true);
  });

  it.each([
    ["too short", (encoded: Buffer) => encoded.subarray(1)],
    ["too long", (encoded: Buffer) => Buffer.concat([encoded, Buffer.alloc(1)])],
    ["of another algorithm", (encoded: Buffer) => encoded.fill(0x70, 8, 9)],
    ["of low order", (encoded: Buffer) => encoded.fill(0, 12)],
  ])("refuses a key that is %s", (_name, spoil) => {
    const encoded = Buffer.from(kem.generate().publicKey.encoded);
    expect(() => kem.importPublicKey(spoil(encoded))).toThrow();
  });
});

describe("testCipher: AES-256-GCM", () => {
  const protection = testCipher().protect(Buffer.alloc(32, 1));
  const nonce = Buffer.alloc(12, 2);
  const header = "head";

  function sealed(text: string): Uint8Array {
    const end = header.length + text.length;
    const packet = new Uint8Array(end + protection.overhead + 5);
    packet.set(bytesOf(header + text));
    return packet.subarray(0, protection.seal(nonce, packet, header.length, end));
  }

  it.each(["", "a", "plaintext".repeat(1_000)])("opens what it sealed", (text) => {
    const packet = sealed(text);
    expect(packet).toHaveLength(header.length + text.length + 16);
    const plaintext = protection.open(nonce, packet, header.length);
    expect(textOf(plaintext as Uint8Array)).toBe(text);
  });

  it("hides the plaintext and leaves the header readable", () => {
    const packet = textOf(sealed("plaintext"));
    expect(packet.startsWith(header)).toBe(true);
    expect(packet).not.toContain("plain");
  });

  it("does not open a packet with any one bit changed, nor one cut short", () => {
    const packet = sealed("plaintext");
    for (let bit = 0; bit < packet.length * 8; bit += 1) {
      const forged = Uint8Array.from(packet);
      forged[bit >>> 3] = (forged[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
      expect(protection.open(nonce, forged, header.length), `bit ${bit}`).toBeUndefined();
    }
    for (let end = header.length; end < packet.length; end += 1) {
      expect(protection.open(nonce, packet.slice(0, end), header.length), `${end} bytes`).toBeUndefined();
    }
  });

  it("does not open with another nonce or another key", () => {
    const packet = sealed("plaintext");
    expect(protection.open(Buffer.alloc(12), packet, header.length)).toBeUndefined();
    expect(testCipher().protect(Buffer.alloc(32)).open(nonce, packet, header.length)).toBeUndefined();
  });
});
