import type { Cipher } from "../cipher.ts";
import { nonceBytes } from "../wire.ts";
import { type Epoch, headerBytes, maxPacketNumber, writeHeader } from "./header.ts";
import { KeyChain, writeNonce } from "./key-chain.ts";

/** Seals the packets of one direction of one epoch. It alone counts them: a number is never used twice (spec: P-3). */
export class PacketSealer {
  readonly headerBytes: number;
  /** Packets so far, and bytes of all of them. */
  sealed = 0;
  bytes = 0;
  readonly #keys: KeyChain;
  readonly #reliable: boolean;
  readonly #epoch: Epoch;
  #number = 0;

  constructor(cipher: Cipher, secret: Uint8Array, reliable: boolean, epoch: Epoch) {
    this.#keys = new KeyChain(cipher, secret);
    this.#reliable = reliable;
    this.#epoch = epoch;
    this.headerBytes = headerBytes(reliable);
  }

  /** The number of the packet to be sealed next. */
  get nextNumber(): number {
    return this.#number;
  }

  /** The number of keys before the present one. */
  get generation(): number {
    return this.#keys.newest.generation;
  }

  /** Bytes that a packet's tag takes. */
  get overhead(): number {
    return this.#keys.overhead;
  }

  /** Leaves this number out. */
  skip(): void {
    this.#number++;
  }

  /** packet[headerBytes, end) is plaintext; header and tag are added in place. Returns the packet's length. */
  seal(packet: Uint8Array, end: number): number {
    const number = this.#number;
    if (number > maxPacketNumber) throw new Error("This direction of the session has run out of packet numbers.");
    this.#number = number + 1;
    let key = this.#keys.newest;
    if (this.#keys.generationOf(number) > key.generation) {
      key.protection.destroy();
      key = this.#keys.advance();
    }
    writeHeader(packet, this.#reliable, this.#epoch, number);
    writeNonce(nonce, key.iv, number);
    const length = key.protection.seal(nonce, packet, this.headerBytes, end);
    this.sealed++;
    this.bytes += length;
    return length;
  }

  destroy(): void {
    this.#keys.destroy();
    this.#keys.newest.protection.destroy();
  }
}

// Of the packet at hand: ciphers use it during the call only.
const nonce = new Uint8Array(nonceBytes);
