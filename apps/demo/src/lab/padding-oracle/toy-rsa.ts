import { generatePrimeSync, randomInt } from "node:crypto";
import { bytesOf, numberOf, power } from "./big.ts";

/** Digits of the modulus, in base 16. */
export const digits = 32;
/** Bytes of a ciphertext. */
export const toyBytes = digits / 2;

export interface ToyPublicKey {
  readonly n: bigint;
  readonly e: bigint;
}

/**
 * RSA with 128 bits, and the padding of PKCS #1 v1.5 (RFC 8017 §7.2) with hexadecimal digits in the place of bytes: 0, 2,
 * at least eight random digits that are not 0, then 0 and the message. So the attack takes thousands of questions, where
 * it takes some hundred thousand against a real key. Breakable by hand: for nothing but this lab.
 */
export class ToyRsa {
  readonly publicKey: ToyPublicKey;
  readonly #d: bigint;

  constructor() {
    const e = 65_537n;
    for (;;) {
      const [p, q] = [prime(), prime()];
      const n = p * q;
      const phi = (p - 1n) * (q - 1n);
      if (p === q || n.toString(16).length !== digits || phi % e === 0n) continue;
      this.publicKey = { n, e };
      this.#d = inverse(e, phi);
      return;
    }
  }

  /** The message. Throws when the padding is wrong, as libraries used to. */
  decrypt(sealed: Buffer): Buffer {
    const block = power(numberOf(sealed), this.#d, this.publicKey.n).toString(16).padStart(digits, "0");
    const message = unpad(block);
    if (message === undefined) throw new PaddingError();
    return message;
  }
}

export class PaddingError extends Error {}

export function encrypt({ n, e }: ToyPublicKey, message: Buffer): Buffer {
  const text = message.toString("hex");
  const padding = Array.from({ length: digits - 3 - text.length }, () => randomInt(1, 16).toString(16)).join("");
  return bytesOf(power(BigInt(`0x02${padding}0${text}`), e, n), toyBytes);
}

/** The message in a padded block of digits; undefined when it is not padded like this. */
export function unpad(block: string): Buffer | undefined {
  const text = /^02[^0]{8,}?0(.*)$/.exec(block)?.[1];
  return text === undefined ? undefined : Buffer.from(text, "hex");
}

function prime(): bigint {
  return generatePrimeSync(4 * toyBytes, { bigint: true });
}

/** Of `value` modulo `modulus`, by Euclid's algorithm; they have no divisor in common. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [r, next] = [modulus, value];
  let [t, nextT] = [0n, 1n];
  while (next > 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return ((t % modulus) + modulus) % modulus;
}
