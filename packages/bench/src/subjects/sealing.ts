import { randomBytes } from "node:crypto";
import type { Cipher } from "@countersign/core";
import type { Sealing } from "./subject.ts";

/**
 * What a session does to each packet and nothing else: the message is copied behind a header, which is authenticated
 * with it, sealed in place, and opened into fresh memory. One packet holds the message, however large it is.
 */
export function sealingOf(cipher: Cipher): Sealing {
  const key = randomBytes(cipher.keyBytes);
  const [sender, receiver] = [cipher.protect(key), cipher.protect(key)];
  const [sent, received] = [new Nonces(), new Nonces()];
  return {
    seal(message) {
      const end = headerBytes + message.length;
      const packet = Buffer.allocUnsafe(end + sender.overhead);
      packet.fill(0, 0, headerBytes);
      message.copy(packet, headerBytes);
      return packet.subarray(0, sender.seal(sent.next(), packet, headerBytes, end));
    },
    open: (packet) => receiver.open(received.next(), packet, headerBytes),
  };
}

/** 12 bytes whose last four count, in memory that is used again. */
class Nonces {
  readonly #nonce = Buffer.alloc(12);
  #count = 0;

  next(): Uint8Array {
    this.#nonce.writeUInt32BE(this.#count++, 8);
    return this.#nonce;
  }
}

/** As packets over TCP have. */
const headerBytes = 1;
