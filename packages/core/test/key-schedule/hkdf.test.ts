import { createHmac, hkdfSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/bytes.ts";
import { deriveKey, hkdf2, hkdfExtract, hmacSha256, sha256 } from "../../src/key-schedule/hkdf.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

const count = (from: number, to: number) => Buffer.from(Array.from({ length: to - from + 1 }, (_, i) => from + i));

// RFC 5869 §A.1 to §A.3; `okm` is the first block of the output.
const cases = [
  {
    ikm: Buffer.alloc(22, 0x0b),
    salt: count(0x00, 0x0c),
    info: count(0xf0, 0xf9),
    prk: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
    okm: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
  },
  {
    ikm: count(0x00, 0x4f),
    salt: count(0x60, 0xaf),
    info: count(0xb0, 0xff),
    prk: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
    okm: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c",
  },
  {
    ikm: Buffer.alloc(22, 0x0b),
    salt: Buffer.alloc(0),
    info: Buffer.alloc(0),
    prk: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
    okm: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
  },
];

describe("HKDF-SHA-256", () => {
  it.each(cases)("extracts and expands as RFC 5869 does, test case %#", ({ ikm, salt, info, prk, okm }) => {
    expect(hex(hkdfExtract(salt, ikm))).toBe(prk);
    expect(hex(hmacSha256(fromHex(prk), info, Uint8Array.of(1)))).toBe(okm);
  });

  it("makes the two outputs of Noise §4.3", () => {
    const [chainingKey, input] = [Buffer.alloc(32, 1), Buffer.from("input")];
    const expected = Buffer.from(hkdfSync("sha256", input, chainingKey, "", 64));
    const [first, second] = hkdf2(chainingKey, input);
    expect(hex(first) + hex(second)).toBe(hex(expected));
  });

  it("hashes parts as their whole", () => {
    expect(hex(sha256(utf8("a"), utf8("bc")))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

// spec: K-1
describe("deriveKey", () => {
  const secret = Buffer.alloc(32, 7);
  const context = Buffer.alloc(32, 9);

  it("is the first block of HKDF-Expand with the label and the context as info", () => {
    const info = Buffer.concat([Buffer.from("countersign 1 data c2s\0"), context, Buffer.of(1)]);
    expect(hex(deriveKey(secret, "data c2s", context))).toBe(createHmac("sha256", secret).update(info).digest("hex"));
  });

  it("gives another key for another label, context and secret", () => {
    const keys = [
      deriveKey(secret, "data c2s", context),
      deriveKey(secret, "data s2c", context),
      deriveKey(secret, "data c2s", Buffer.alloc(32, 10)),
      deriveKey(context, "data c2s", context),
      // The end of a label cannot be moved into the context.
      deriveKey(secret, "data c2", Buffer.concat([Buffer.from("s"), context])),
    ];
    expect(new Set(keys.map(hex)).size).toBe(keys.length);
  });

  it("gives as many bytes as were asked for", () => {
    expect(hex(deriveKey(secret, "iv", context, 12))).toBe(hex(deriveKey(secret, "iv", context)).slice(0, 24));
  });
});
