import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { type Protection, UsageError } from "@countersign/core";

export const keyBytes = 32;

/**
 * AES-256-GCM (RFC 5116 §5.2). For packets of up to 2^17 bytes, which are 2^13 blocks, RFC 9001 appendix B.1 keeps an
 * attacker's advantage below 2^-57 for
 * - 2^35 / 2^13 = 2^22 packets sealed under one key (B.1.1), and
 * - 2^64 / 2^13 = 2^51 forgeries (B.1.2, the bound of AES-128-GCM, which it asks of AES-256-GCM too).
 */
export class AesGcm implements Protection {
  readonly overhead = tagBytes;
  readonly maxPackets = 2 ** 22;
  readonly maxForgeries = 2 ** 51;
  #key: KeyObject | undefined;

  constructor(key: Uint8Array) {
    if (key.length !== keyBytes) {
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `A key has ${keyBytes} bytes, not ${key.length}`);
    }
    this.#key = createSecretKey(key);
  }

  seal(nonce: Uint8Array, packet: Uint8Array, start: number, end: number): number {
    const cipher = createCipheriv(algorithm, this.#liveKey(), nonce, options);
    cipher.setAAD(packet.subarray(0, start));
    packet.set(cipher.update(packet.subarray(start, end)), start);
    cipher.final();
    packet.set(cipher.getAuthTag(), end);
    return end + tagBytes;
  }

  open(nonce: Uint8Array, packet: Uint8Array, start: number): Buffer | undefined {
    const decipher = createDecipheriv(algorithm, this.#liveKey(), nonce, options);
    const end = packet.length - tagBytes;
    if (end < start) return undefined;
    decipher.setAAD(packet.subarray(0, start));
    decipher.setAuthTag(packet.subarray(end));
    const plaintext = decipher.update(packet.subarray(start, end));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return plaintext;
  }

  /** OpenSSL overwrites its copy when the last reference to it is collected. */
  destroy(): void {
    this.#key = undefined;
  }

  #liveKey(): KeyObject {
    if (this.#key === undefined) throw new UsageError("ERR_COUNTERSIGN_CLOSED", "This key was destroyed");
    return this.#key;
  }
}

const algorithm = "aes-256-gcm";
const tagBytes = 16;
const options = { authTagLength: tagBytes };
