import { UsageError } from "../errors.ts";

/**
 * A copy of the 32 bytes of an X25519 public key. Throws UsageError on a number of 2^255 - 19 or more, which RFC 7748
 * §5 would reduce, and on a point of small order, with which every private key agrees on zero (§6.1): no key pair has
 * such a public key.
 */
export function checkX25519PublicKey(raw: Uint8Array): Buffer {
  const copy = Buffer.from(raw);
  if (copy.length !== rawBytes) throw refused(`it has ${copy.length} bytes, not ${rawBytes}`);
  if (Buffer.from(copy).reverse().compare(prime) >= 0) throw refused("its number is not below 2^255 - 19");
  if (smallOrder.has(copy.toString("hex"))) throw refused("it is a point of small order");
  return copy;
}

/** SPKI DER of the 32 bytes (RFC 8410 §4). Throws UsageError as `checkX25519PublicKey` does. */
export function encodeX25519PublicKey(raw: Uint8Array): Buffer {
  return spkiOf(checkX25519PublicKey(raw));
}

/** The same for 32 bytes that are known to be a public key. */
export function spkiOf(raw: Uint8Array): Buffer {
  return Buffer.concat([spkiPrefix, raw]);
}

/** The 32 bytes in SPKI DER, copied. Throws UsageError on any other encoding, and as `checkX25519PublicKey` does. */
export function decodeX25519PublicKey(spki: Uint8Array): Buffer {
  if (spki.length !== spkiPrefix.length + rawBytes || spkiPrefix.compare(spki, 0, spkiPrefix.length) !== 0) {
    throw refused("it is not the SPKI DER of one");
  }
  return checkX25519PublicKey(spki.subarray(spkiPrefix.length));
}

const rawBytes = 32;
const spkiPrefix = Buffer.from("302a300506032b656e032100", "hex");

/** 2^255 - 19, most significant byte first. */
const prime = Buffer.from(`7f${"ff".repeat(30)}ed`, "hex");

/** The u-coordinates below the prime whose order is 1, 2, 4 or 8, on the curve and on its twist. */
const smallOrder = new Set([
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  `ec${"ff".repeat(30)}7f`,
]);

function refused(reason: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `Not an X25519 public key: ${reason}`);
}
