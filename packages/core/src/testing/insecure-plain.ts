import { randomBytes } from "node:crypto";
import type { Cipher, Encapsulation, EphemeralKem, Identity, Protection, PublicKey } from "../cipher.ts";
import { UsageError } from "../errors.ts";

const keyBytes = 32;
const tag = new Uint8Array(16);

export interface InsecurePlainCipher extends Cipher {
  /** A random name that stands for a key pair: who knows the public key can do what its holder can. */
  generateIdentity(): Promise<Identity>;
}

/**
 * NO SECURITY AT ALL: everything is readable, and everything can be changed. The control for benchmarks, the whole
 * stack with its cryptography removed: packets have the sizes they have under a real cipher, keys and secrets too.
 */
export function insecurePlain(): InsecurePlainCipher {
  const kem: EphemeralKem = { name: "insecure-plain", importPublicKey: publicKey, generate: identity };
  return {
    name: "insecure-plain",
    serverKem: kem,
    ephemeralKem: kem,
    keyBytes,
    protect: (key) => {
      requireLength("a packet key", key);
      return protection;
    },
    generateIdentity: async () => identity(),
  };
}

const protection: Protection = {
  overhead: tag.length,
  maxPackets: Number.MAX_SAFE_INTEGER,
  maxForgeries: Number.MAX_SAFE_INTEGER,
  seal(_nonce, packet, _start, end) {
    packet.set(tag, end);
    return end + tag.length;
  },
  open(_nonce, packet, start) {
    const end = packet.length - tag.length;
    if (end < start || !isTag(packet, end)) return undefined;
    const plaintext = Buffer.allocUnsafe(end - start);
    plaintext.set(packet.subarray(start, end));
    return plaintext;
  },
  destroy() {},
};

function isTag(packet: Uint8Array, start: number): boolean {
  let bits = 0;
  for (let index = start; index < packet.length; index += 1) bits |= packet[index] ?? 0;
  return bits === 0;
}

function identity(): Identity {
  return {
    publicKey: publicKey(randomBytes(keyBytes)),
    decapsulate(sealed) {
      requireLength("a sealed secret", sealed);
      return Uint8Array.from(sealed);
    },
  };
}

function publicKey(bytes: Uint8Array): PublicKey {
  requireLength("a public key", bytes);
  return { encoded: Uint8Array.from(bytes), encapsulate };
}

function encapsulate(): Encapsulation {
  const secret = randomBytes(keyBytes);
  return { secret, sealed: Uint8Array.from(secret) };
}

function requireLength(what: string, bytes: Uint8Array): void {
  if (bytes.length === keyBytes) return;
  throw new UsageError(
    "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    `insecure-plain: ${what} has ${keyBytes} bytes, these are ${bytes.length}`,
  );
}
