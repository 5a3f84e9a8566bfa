import { constants, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import type { PublicKey } from "@countersign/core";
import { bytesOf, numberOf, power } from "./big.ts";

/** A first message whose sealed secret is the attacker's choice. */
export interface ChosenHello {
  /** What is known of it to who made it. */
  readonly padding: "right" | "wrong";
  readonly hello: Buffer;
}

/**
 * Makes first messages out of a recorded one, in the ways of the attack: multiples of its secret, whose padding is all
 * but certainly wrong; ciphertexts made to be wrong; and new ones with the right padding, around another secret.
 */
export function chooseHellos(recorded: Buffer, publicKey: PublicKey): readonly ChosenHello[] {
  const key = createPublicKey({ key: Buffer.from(publicKey.encoded), type: "spki", format: "der" });
  const { n, e } = key.export({ format: "jwk" });
  const modulus = numberOf(Buffer.from(n as string, "base64url"));
  const exponent = numberOf(Buffer.from(e as string, "base64url"));
  const { start, end } = sealedIn(recorded);
  const genuine = numberOf(recorded.subarray(start, end));
  const multiple = (s: bigint) => bytesOf((genuine * power(s, exponent, modulus)) % modulus, end - start);
  const otherPadding = () => publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, randomBytes(32));
  const wrong = [multiple(2n), multiple(3n), multiple(65_537n), otherPadding(), bytesOf(1n, end - start)];
  const right = Array.from({ length: 5 }, () => Buffer.from(publicKey.encapsulate().sealed));
  const put = (sealed: Buffer) => Buffer.concat([recorded.subarray(0, start), sealed, recorded.subarray(end)]);
  return [
    ...wrong.map((sealed) => ({ padding: "wrong", hello: put(sealed) }) as const),
    ...right.map((sealed) => ({ padding: "right", hello: put(sealed) }) as const),
  ];
}

/** Where the sealed secret lies in a HELLO: docs/spec/wire.md, W-1. */
function sealedIn(hello: Buffer): { readonly start: number; readonly end: number } {
  const suiteAt = typeAndVersionBytes + clientIdBytes + cookieBytes;
  const lengthAt = suiteAt + 1 + hello.readUInt8(suiteAt) + keyHintBytes;
  const start = lengthAt + 2;
  return { start, end: start + hello.readUInt16BE(lengthAt) };
}

const typeAndVersionBytes = 2;
const clientIdBytes = 8;
const cookieBytes = 32;
const keyHintBytes = 8;
