import { type Bytes, join } from "../strangers-peer/bytes.ts";
import { encrypt, label } from "../strangers-peer/rsa-oaep.ts";
import { sealBox } from "../strangers-peer/sealed-box.ts";
import { agree, publicOf, spki } from "../strangers-peer/x25519.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { flipped, refusedPoints } from "./flaws.ts";
import { serverKey } from "./server-keys.ts";

const secret = draw("encapsulated secret");
const drawn = draw("encapsulated with");

/** Secrets encrypted to the server's RSA key. */
export function oaep(): VectorFile {
  const { privateKey, publicKey } = serverKey("hybrid");
  const seal = (flaws: Parameters<typeof encrypt>[3], what: Bytes = secret) => encrypt(publicKey, what, drawn, flaws);
  const good = seal({});
  const refused = (comment: string, sealed: Buffer) => ({ comment, sealed, result: "refused" });
  return {
    origin: ours("RSA-OAEP (RFC 8017 §7.1) as docs/spec/handshake.md uses it; `seed` is its random seed."),
    common: { privateKey, publicKey, label, seed: drawn },
    vectors: [
      { comment: "A secret.", secret, sealed: good, result: "ok" },
      {
        comment: "A secret of zeros, which the handshake refuses.",
        secret: Buffer.alloc(32),
        sealed: seal({}, Buffer.alloc(32)),
        result: "ok",
      },
      refused("Another label.", seal({ label: "countersign 2 server key" })),
      refused("No label.", seal({ label: "" })),
      refused("The encoded message begins with 01.", seal({ first: 1 })),
      refused("There is 02 before the secret in the place of 01.", seal({ separator: 2 })),
      refused("There is 00 before the secret in the place of 01.", seal({ separator: 0 })),
      refused("A secret of 31 bytes.", seal({}, secret.subarray(1))),
      refused("A secret of 33 bytes.", seal({}, join(secret, "!"))),
      refused("An empty secret.", seal({}, "")),
      refused("A bit was changed.", flipped(good, 100)),
      refused("The last byte is missing.", good.subarray(0, -1)),
      refused("A byte was added.", join(good, Buffer.of(0))),
      refused("Nothing.", Buffer.alloc(0)),
      refused("Zeros.", Buffer.alloc(good.length)),
      refused("A number above the modulus.", Buffer.alloc(good.length, 0xff)),
    ],
  };
}

/** Secrets in a box for the server's X25519 key. */
export function boxes(): VectorFile {
  const { privateKey, publicKey } = serverKey("sealed-box");
  const raw = publicKey.subarray(-32);
  const seal = (what: Bytes = secret, to = raw) => sealBox(to, what, drawn);
  const good = seal();
  const refused = (comment: string, sealed: Buffer) => ({ comment, sealed, result: "refused" });
  return {
    origin: ours("Boxes of libsodium's crypto_box_seal; `ephemeral` is the private key that was drawn for them."),
    common: { privateKey, publicKey, ephemeral: drawn },
    vectors: [
      { comment: "A secret.", secret, sealed: good, result: "ok" },
      {
        comment: "A secret of zeros, which the handshake refuses.",
        secret: Buffer.alloc(32),
        sealed: seal(Buffer.alloc(32)),
        result: "ok",
      },
      refused("A box for another key.", seal(secret, publicOf(draw("another server")))),
      refused("A secret of 31 bytes.", seal(secret.subarray(1))),
      refused("A secret of 33 bytes.", seal(join(secret, "!"))),
      refused("An empty secret.", seal("")),
      refused("The ephemeral key was changed.", flipped(good, 0)),
      refused("The tag was changed.", flipped(good, 32)),
      refused("The ciphertext was changed.", flipped(good, good.length - 1)),
      refused("The last byte is missing.", good.subarray(0, -1)),
      refused("A byte was added.", join(good, Buffer.of(0))),
      refused("Nothing.", Buffer.alloc(0)),
      refused("An ephemeral key alone.", good.subarray(0, 32)),
      ...refusedPoints
        .slice(0, 5)
        .map(([comment, point]) => refused(`The ephemeral key is ${comment}.`, join(point, good.subarray(32)))),
    ],
  };
}

/** X25519 as a KEM. */
export function x25519Kem(): VectorFile {
  const privateKey = draw("x25519 private key");
  const publicKey = spki(publicOf(privateKey));
  const sealed = publicOf(drawn);
  const refused = (comment: string, encoded: Buffer) => ({ comment, publicKey: encoded, result: "refused" });
  return {
    origin: ours("X25519 as a KEM, docs/spec/handshake.md; wycheproof/x25519.json has agreements and more bad keys."),
    vectors: [
      {
        comment: "A secret, encapsulated with the private key `drawn`.",
        privateKey,
        publicKey,
        drawn,
        sealed,
        secret: agree(drawn, publicOf(privateKey)),
        result: "ok",
      },
      ...refusedPoints.map(([comment, point]) => refused(`The key is ${comment}.`, spki(point))),
      refused("The key without SubjectPublicKeyInfo.", publicKey.subarray(-32)),
      refused("The last byte is missing.", publicKey.subarray(0, -1)),
      refused("A byte was added.", join(publicKey, Buffer.of(0))),
      refused("The algorithm is X448.", flipped(publicKey, 8)),
      refused(
        "The algorithm is Ed25519.",
        join(Buffer.from("302a300506032b6570032100", "hex"), publicKey.subarray(-32)),
      ),
      refused(
        "The algorithm has parameters.",
        join(Buffer.from("302c300706032b656e0500032100", "hex"), publicKey.subarray(-32)),
      ),
      refused("Nothing.", Buffer.alloc(0)),
    ],
  };
}
