import type { Cipher } from "../cipher.ts";
import { nonceBytes } from "../wire.ts";
import { headerBytes, readNumber } from "./header.ts";
import { KeyChain, type KeyLink, writeNonce } from "./key-chain.ts";
import { ReplayWindow } from "./replay-window.ts";

/** Opens the packets of one direction of one epoch. Nothing moves on before a packet has proven authentic. */
export class PacketOpener {
  /** The number of the packet opened last. */
  number = -1;
  /** The highest number that was opened. */
  highest = -1;
  opened = 0;
  /** Bytes of all packets opened so far. */
  bytes = 0;
  forged = 0;
  replayed = 0;
  readonly headerBytes: number;
  readonly #keys: KeyChain;
  readonly #window: ReplayWindow | undefined;
  #previous: KeyLink | undefined;
  #current: KeyLink;
  #next: KeyLink | undefined;

  constructor(cipher: Cipher, secret: Uint8Array, reliable: boolean) {
    this.#keys = new KeyChain(cipher, secret);
    this.#current = this.#keys.newest;
    this.#window = reliable ? undefined : new ReplayWindow();
    this.headerBytes = headerBytes(reliable);
  }

  /** The number of keys before the present one. */
  get generation(): number {
    return this.#current.generation;
  }

  get maxForgeries(): number {
    return this.#keys.maxForgeries;
  }

  /** The plaintext, which is the caller's; undefined when forged or replayed (counted). May overwrite the packet. */
  open(packet: Uint8Array): Buffer | undefined {
    if (packet.length < this.headerBytes + this.#keys.overhead) return this.#refuse();
    const number = this.#window ? readNumber(packet) : this.number + 1;
    if (this.#window && !this.#window.check(number)) {
      this.replayed++;
      return undefined;
    }
    const key = this.#keyFor(number);
    if (!key) return this.#refuse();
    writeNonce(nonce, key.iv, number);
    const plaintext = key.protection.open(nonce, packet, this.headerBytes);
    if (!plaintext) return this.#refuse();
    this.#window?.accept(number);
    if (key === this.#next) this.#moveOn();
    this.number = number;
    if (number > this.highest) this.highest = number;
    this.opened++;
    this.bytes += packet.length;
    return asBuffer(plaintext);
  }

  destroy(): void {
    this.#keys.destroy();
    for (const key of [this.#previous, this.#current, this.#next]) key?.protection.destroy();
  }

  #refuse(): undefined {
    this.forged++;
    return undefined;
  }

  // The key before this one still serves packets that were overtaken; the one after it is made when first asked for.
  #keyFor(number: number): KeyLink | undefined {
    const generation = this.#keys.generationOf(number);
    if (generation === this.#current.generation) return this.#current;
    if (generation === this.#previous?.generation) return this.#previous;
    if (generation !== this.#current.generation + 1) return undefined;
    this.#next ??= this.#keys.advance();
    return this.#next;
  }

  #moveOn(): void {
    this.#previous?.protection.destroy();
    this.#previous = this.#current;
    if (!this.#window) {
      // In order: nothing that the key before sealed can still come.
      this.#previous.protection.destroy();
      this.#previous = undefined;
    }
    this.#current = this.#next as KeyLink;
    this.#next = undefined;
  }
}

// Of the packet at hand: ciphers use it during the call only.
const nonce = new Uint8Array(nonceBytes);

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
