import { createPrivateKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sealedBox } from "../src/index.ts";
import { openWithOpenSsl, sealWithOpenSsl } from "../src/openssl-aead.ts";
import { sealedBoxIdentity } from "../src/sealed-box-kem.ts";
import { bytes, vectors } from "./vectors.ts";

const cipher = await sealedBox();

interface Sealed {
  readonly key: string;
  readonly nonce: string;
  readonly header: string;
  readonly plaintext: string;
  readonly sealed: string;
  readonly result: "ok" | "forged";
}

describe("wycheproof/chacha20-poly1305.json", () => {
  it.each(vectors<Sealed>("wycheproof/chacha20-poly1305"))("$result: $comment", ({ result, ...vector }) => {
    const [key, nonce, header, plaintext, sealed] = [
      vector.key,
      vector.nonce,
      vector.header,
      vector.plaintext,
      vector.sealed,
    ].map(bytes) as [Buffer, Buffer, Buffer, Buffer, Buffer];
    const start = header.length;
    const end = start + plaintext.length;
    const received = () => Buffer.concat([header, sealed]);
    const protection = cipher.protect(key);
    const opened = [protection.open(nonce, received(), start), openWithOpenSsl(key, nonce, received(), start, end)];
    if (result === "forged") return expect(opened).toEqual([undefined, undefined]);
    expect(opened).toEqual([plaintext, plaintext]);
    const packets = [0, 1].map(() => Buffer.concat([header, plaintext, Buffer.alloc(protection.overhead)]));
    protection.seal(nonce, packets[0] as Buffer, start, end);
    sealWithOpenSsl(key, nonce, packets[1] as Buffer, start, end);
    expect(packets).toEqual([received(), received()]);
  });
});

interface Boxed {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly secret?: string;
  readonly sealed: string;
  readonly result: "ok" | "refused";
}

describe("sealed-box.json", () => {
  it.each(vectors<Boxed>("sealed-box"))("$result: $comment", ({ privateKey, publicKey, secret, sealed, result }) => {
    const identity = sealedBoxIdentity(createPrivateKey({ key: bytes(privateKey), format: "der", type: "pkcs8" }));
    expect(identity.publicKey.encoded).toEqual(bytes(publicKey));
    const decapsulate = () => Buffer.from(identity.decapsulate(bytes(sealed)) as Uint8Array);
    if (result === "refused") expect(decapsulate).toThrow();
    else expect(decapsulate()).toEqual(bytes(secret as string));
  });
});
