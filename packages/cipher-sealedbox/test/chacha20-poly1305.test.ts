import { createCipheriv } from "node:crypto";
import sodium from "libsodium-wrappers";
import { beforeAll, describe, expect, it } from "vitest";
import { sealedBox } from "../src/index.ts";
import { maxSodiumBytes } from "../src/sodium-aead.ts";

/** RFC 8439 §2.8.2. */
const vector = {
  key: bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
  nonce: bytes("070000004041424344454647"),
  header: bytes("50515253c0c1c2c3c4c5c6c7"),
  plaintext: Buffer.from(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  ),
  ciphertext: bytes(
    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6" +
      "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36" +
      "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc" +
      "3ff4def08e4b7a9de576d26586cec64b6116",
  ),
  tag: bytes("1ae10b594f09e26a7e902ecbd0600691"),
};

const { protect } = await sealedBox();

describe("ChaCha20-Poly1305", () => {
  it("seals and opens the vector of RFC 8439 in place", () => {
    const { key, nonce, header, plaintext, ciphertext, tag } = vector;
    const protection = protect(key);
    const packet = Buffer.concat([header, plaintext, Buffer.alloc(16)]);
    expect(protection.seal(nonce, packet, header.length, header.length + plaintext.length)).toBe(packet.length);
    expect(packet).toEqual(Buffer.concat([header, ciphertext, tag]));
    expect(protection.open(nonce, packet, header.length)).toEqual(plaintext);
  });

  it("takes keys of 32 bytes and nonces of 12", () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => protect(new Uint8Array(length))).toThrow(`A key has 32 bytes, not ${length}`);
    }
    for (const length of [0, 11, 13, 24]) {
      for (const size of [40, 5_000]) {
        const packet = new Uint8Array(size + 16);
        expect(() => protect(vector.key).seal(new Uint8Array(length), packet, 0, size)).toThrow();
        expect(() => protect(vector.key).open(new Uint8Array(length), packet, 0)).toThrow();
      }
    }
  });

  it("keeps forgers below 2^-57 over the largest packets", () => {
    const { maxForgeries } = protect(vector.key);
    const blocks = 2 ** 17 / 16;
    expect((maxForgeries * (blocks + 1)) / 2 ** 103).toBeLessThanOrEqual(2 ** -57);
  });

  it("does nothing any more once it is destroyed", () => {
    for (const size of [40, 5_000]) {
      const protection = protect(vector.key);
      const packet = new Uint8Array(size + 16);
      protection.seal(vector.nonce, packet, 0, size);
      protection.destroy();
      protection.destroy();
      expect(() => protection.seal(vector.nonce, new Uint8Array(size + 16), 0, size)).toThrow("destroyed");
      expect(() => protection.open(vector.nonce, packet, 0)).toThrow("destroyed");
    }
  });
});

describe("the two implementations of ChaCha20-Poly1305", () => {
  it("give the bytes of OpenSSL on both sides of the size at which they change", () => {
    const protection = protect(vector.key);
    for (const start of [0, 7, 200]) {
      for (let end = maxSodiumBytes - 70; end <= maxSodiumBytes + 70; end++) {
        const packet = Buffer.alloc(end + 16, end);
        const expected = withOpenSsl(packet, start, end);
        protection.seal(vector.nonce, packet, start, end);
        expect(packet.equals(expected), `${end} bytes`).toBe(true);
        const opened = protection.open(vector.nonce, packet, start);
        expect(opened?.length === end - start && opened.every((byte) => byte === (end & 0xff)), `${end} bytes`).toBe(
          true,
        );
      }
    }
  });

  it("give plaintext as a Buffer", () => {
    const protection = protect(vector.key);
    for (const size of [40, 5_000]) {
      const packet = new Uint8Array(size + 16);
      protection.seal(vector.nonce, packet, 0, size);
      expect(Buffer.isBuffer(protection.open(vector.nonce, packet, 0))).toBe(true);
    }
  });
});

describe("libsodium's memory", () => {
  interface Memory {
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
  }
  let memory: Memory;
  beforeAll(() => {
    memory = (sodium as unknown as { readonly libsodium: Memory }).libsodium;
  });

  it("may grow, and so move, between two packets", () => {
    const protection = protect(vector.key);
    const packet = Buffer.alloc(100);
    const expected = withOpenSsl(packet, 4, 84);
    const before = memory.HEAPU8;
    memory._free(memory._malloc(before.length * 2));
    expect(memory.HEAPU8 === before, "it did not grow").toBe(false);
    protection.seal(vector.nonce, packet, 4, 84);
    expect(packet).toEqual(expected);
  });

  it("holds neither key nor plaintext after destroy", () => {
    const { key, nonce } = vector;
    const plaintext = Buffer.from("This stood in a packet that was opened just before the key was destroyed");
    const protection = protect(key);
    const packet = Buffer.concat([plaintext, Buffer.alloc(16)]);
    protection.seal(nonce, packet, 0, plaintext.length);
    expect(protection.open(nonce, packet, 0)).toEqual(plaintext);
    const holds = (wanted: Buffer) => Buffer.from(memory.HEAPU8.buffer).includes(wanted);
    expect([holds(key), holds(plaintext)]).toEqual([true, true]);
    protection.destroy();
    expect([holds(key), holds(plaintext)]).toEqual([false, false]);
  });
});

/** The packet, sealed by OpenSSL whatever its size. */
function withOpenSsl(packet: Buffer, start: number, end: number): Buffer {
  const cipher = createCipheriv("chacha20-poly1305", vector.key, vector.nonce, { authTagLength: 16 });
  cipher.setAAD(packet.subarray(0, start), { plaintextLength: end - start });
  const ciphertext = Buffer.concat([cipher.update(packet.subarray(start, end)), cipher.final()]);
  return Buffer.concat([packet.subarray(0, start), ciphertext, cipher.getAuthTag(), packet.subarray(end + 16)]);
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}
