import { createPrivateKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hybrid } from "../src/index.ts";
import { rsaIdentity } from "../src/rsa-identity.ts";
import { bytes, vectors } from "./vectors.ts";

interface Sealed {
  readonly key: string;
  readonly nonce: string;
  readonly header: string;
  readonly plaintext: string;
  readonly sealed: string;
  readonly result: "ok" | "forged";
}

describe("wycheproof/aes-256-gcm.json", () => {
  it.each(vectors<Sealed>("wycheproof/aes-256-gcm"))("$result: $comment", ({ result, ...vector }) => {
    const [key, nonce, header, plaintext, sealed] = [
      vector.key,
      vector.nonce,
      vector.header,
      vector.plaintext,
      vector.sealed,
    ].map(bytes) as [Buffer, Buffer, Buffer, Buffer, Buffer];
    const protection = hybrid().protect(key);
    const opened = protection.open(nonce, Buffer.concat([header, sealed]), header.length);
    if (result === "forged") return expect(opened).toBeUndefined();
    expect(opened).toEqual(plaintext);
    const packet = Buffer.concat([header, plaintext, Buffer.alloc(protection.overhead)]);
    protection.seal(nonce, packet, header.length, header.length + plaintext.length);
    expect(packet).toEqual(Buffer.concat([header, sealed]));
  });
});

interface Encrypted {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly secret?: string;
  readonly sealed: string;
  readonly result: "ok" | "refused";
}

describe("rsa-oaep.json", () => {
  it.each(vectors<Encrypted>("rsa-oaep"))("$result: $comment", async ({ privateKey, publicKey, secret, ...vector }) => {
    const identity = rsaIdentity(createPrivateKey({ key: bytes(privateKey), format: "der", type: "pkcs8" }));
    expect(identity.publicKey.encoded).toEqual(bytes(publicKey));
    const decapsulating = Promise.resolve(identity.decapsulate(bytes(vector.sealed)));
    if (vector.result === "refused") return expect(decapsulating).rejects.toThrow();
    expect(Buffer.from(await decapsulating)).toEqual(bytes(secret as string));
  });
});
