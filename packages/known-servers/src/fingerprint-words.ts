import { createHash } from "node:crypto";
import type { PublicKey } from "@countersign/core";
import { wordlist } from "@scure/bip39/wordlists/english.js";

/**
 * A public key in words that can be read out: the first 132 bits of SHA-256 over `encoded`, as 12 words of BIP 39's
 * English list (2,048 words, no two of which begin with the same four letters). Another key with the same words takes
 * 2^132 tries to find. They are no wallet's seed, and no secret.
 */
export function fingerprintWords({ encoded }: Pick<PublicKey, "encoded">): string {
  const digest = createHash("sha256").update(encoded).digest("hex");
  const bits = BigInt(`0x${digest}`) >> BigInt(256 - words * bitsOfWord);
  return Array.from({ length: words }, (_, place) => wordAt(bits, words - 1 - place)).join(" ");
}

const words = 12;
const bitsOfWord = 11;

/** `place`: from the end. */
function wordAt(bits: bigint, place: number): string {
  return wordlist[Number((bits >> BigInt(place * bitsOfWord)) & 0x7ffn)] as string;
}
