import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
} from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { UsageError } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { hybrid } from "../src/index.ts";

const key4096 = fileURLToPath(new URL("keys/rsa-4096.key.pem", import.meta.url));
const pem4096 = await readFile(key4096);
const oaep = {
  padding: constants.RSA_PKCS1_OAEP_PADDING,
  oaepHash: "sha256",
  oaepLabel: Buffer.from("countersign 1 server key"),
};

describe("RSA-OAEP as a KEM", () => {
  it("makes keys of 3072 bits unless told otherwise, and loads every size", async () => {
    const { publicKey } = await hybrid().generateIdentity();
    expect(modulusBits(publicKey.encoded)).toBe(3072);
    expect(modulusBits((await hybrid({ modulusBits: 2048 }).generateIdentity()).publicKey.encoded)).toBe(2048);
    const larger = await hybrid({ modulusBits: 2048 }).loadIdentity(key4096);
    expect(modulusBits(larger.publicKey.encoded)).toBe(4096);
    for (const { encoded } of [publicKey, larger.publicKey]) {
      expect(hybrid({ modulusBits: 2048 }).serverKem.importPublicKey(encoded).encoded).toEqual(encoded);
    }
  });

  it.each([0, 1024, 2047, 8192, Number.NaN, "3072"])("refuses to make keys of %s bits", (modulusBits) => {
    expect(() => hybrid({ modulusBits: modulusBits as 2048 })).toThrow(UsageError);
  });

  it("is OAEP with SHA-256 twice and the protocol's label", async () => {
    const identity = await hybrid().loadIdentity(key4096);
    const { secret, sealed } = identity.publicKey.encapsulate();
    expect(privateDecrypt({ key: createPrivateKey(pem4096), ...oaep }, sealed)).toEqual(secret);
  });

  it.each([
    ["another label", { oaepLabel: Buffer.from("another protocol") }],
    ["no label", { oaepLabel: undefined }],
    ["another hash", { oaepHash: "sha1" }],
    ["the older padding", { padding: constants.RSA_PKCS1_PADDING, oaepHash: undefined, oaepLabel: undefined }],
  ])("does not open what was encrypted with %s", async (_, change) => {
    const identity = await hybrid().loadIdentity(key4096);
    const sealed = publicEncrypt({ key: createPublicKey(pem4096), ...oaep, ...change }, Buffer.alloc(32, 1));
    await expect(identity.decapsulate(sealed)).rejects.toThrow();
  });

  it("does not take a secret of another length", async () => {
    const identity = await hybrid().loadIdentity(key4096);
    for (const bytes of [0, 16, 31, 33]) {
      const sealed = publicEncrypt({ key: createPublicKey(pem4096), ...oaep }, Buffer.alloc(bytes, 1));
      await expect(identity.decapsulate(sealed)).rejects.toThrow(UsageError);
    }
  });

  it("lets everything else run while it decrypts", async () => {
    const identity = await hybrid().loadIdentity(key4096);
    const { sealed } = identity.publicKey.encapsulate();
    await identity.decapsulate(sealed);
    const order: string[] = [];
    setImmediate(() => order.push("something else"));
    await Promise.resolve(identity.decapsulate(sealed)).then(() => order.push("decapsulated"));
    expect(order).toEqual(["something else", "decapsulated"]);
  });
});

describe("an RSA public key", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const otherKeys = {
    "1024 bits": generateKeyPairSync("rsa", { modulusLength: 1024 }),
    "2056 bits": generateKeyPairSync("rsa", { modulusLength: 2056 }),
    "the exponent 3": generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 }),
    "the use RSA-PSS": generateKeyPairSync("rsa-pss", { modulusLength: 2048 }),
    "a curve": generateKeyPairSync("ec", { namedCurve: "P-256" }),
    "the use X25519": generateKeyPairSync("x25519"),
  };
  const otherBytes = {
    "PKCS#1": publicKey.export({ type: "pkcs1", format: "der" }),
    PEM: Buffer.from(publicKey.export({ type: "spki", format: "pem" })),
    "the private key": privateKey.export({ type: "pkcs8", format: "der" }),
    "a length in more bytes than it takes": Buffer.concat([
      Buffer.from("30830000", "hex").fill(1, 3),
      spki.subarray(3),
    ]),
    "no algorithm parameters": Buffer.concat([
      Buffer.from("30820120300b06092a864886f70d010101", "hex"),
      spki.subarray(19),
    ]),
  };

  it.each(Object.entries(otherKeys))("with %s is refused", (_, { publicKey }) => {
    const encoded = publicKey.export({ type: "spki", format: "der" });
    expect(() => hybrid().serverKem.importPublicKey(encoded)).toThrow(UsageError);
  });

  it.each(Object.entries(otherBytes))("encoded as %s is refused", (_, encoded) => {
    expect(() => hybrid().serverKem.importPublicKey(encoded)).toThrow("it is not the SPKI DER of one");
  });
});

function modulusBits(encoded: Uint8Array): number | undefined {
  const key = createPublicKey({ key: Buffer.from(encoded), type: "spki", format: "der" });
  return key.asymmetricKeyDetails?.modulusLength;
}
