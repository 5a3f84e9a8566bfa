import type { Cipher, PublicKey } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import { clientIdBytes, HandshakeType } from "../wire.ts";
import { encodeKeyRequest } from "./key-request.ts";
import { decodeKeys } from "./keys.ts";
import { decodeReject, rejectError } from "./reject.ts";
import { Retransmit } from "./retransmit.ts";

export interface KeyInquiryOptions {
  readonly cipher: Cipher;
  readonly reliable: boolean;
  readonly random: (bytes: number) => Uint8Array;
}

/**
 * A client's question which keys a server has, repeated where it may be lost, and what comes of it (spec: H-27). Who
 * answers proves nothing by it: the keys are for somebody to compare.
 */
export class KeyInquiry {
  readonly #cipher: Cipher;
  readonly #reliable: boolean;
  readonly #clientId: Uint8Array;
  readonly #request: Uint8Array;
  readonly #retransmit = new Retransmit();
  #toSend = true;
  #suspicion: PeerError | undefined;

  constructor({ cipher, reliable, random }: KeyInquiryOptions) {
    this.#cipher = cipher;
    this.#reliable = reliable;
    this.#clientId = random(clientIdBytes);
    this.#request = encodeKeyRequest({ clientId: this.#clientId, suite: suiteName(cipher) });
  }

  /** Why no keys may come, as anyone on a lossy link can say. */
  get suspicion(): PeerError | undefined {
    return this.#suspicion;
  }

  /**
   * The server's keys, at least one, in its order. On a lossy link, where anyone can send it, what is no such answer
   * is passed over: undefined. On a reliable one it throws PeerError.
   */
  handlePacket(packet: Uint8Array): readonly PublicKey[] | undefined {
    try {
      return this.#read(packet);
    } catch (error) {
      if (this.#reliable) throw error;
      return undefined;
    }
  }

  nextBytes(): number {
    return this.#toSend ? this.#request.length : 0;
  }

  write(packet: Uint8Array, now: number): number {
    packet.set(this.#request);
    this.#toSend = false;
    if (!this.#reliable && this.#retransmit.deadline === undefined) this.#retransmit.start(now);
    return this.#request.length;
  }

  handleTimeout(now: number): void {
    if (this.#retransmit.due(now)) this.#toSend = true;
  }

  nextTimeout(): number | undefined {
    return this.#retransmit.deadline;
  }

  #read(packet: Uint8Array): readonly PublicKey[] {
    if (packet[0] === HandshakeType.reject) throw this.#rejection(packet);
    const { clientId, keys } = decodeKeys(packet);
    this.#requireOurs(clientId);
    if (keys.length === 0) throw noKeys();
    return keys.map((key) => this.#import(key));
  }

  #rejection(packet: Uint8Array): PeerError {
    const reject = decodeReject(packet);
    this.#requireOurs(reject.clientId);
    this.#suspicion = rejectError(reject);
    return this.#suspicion;
  }

  #requireOurs(clientId: Uint8Array): void {
    if (Buffer.compare(clientId, this.#clientId) === 0) return;
    throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The server answered another client's question for its keys.");
  }

  #import(encoded: Uint8Array): PublicKey {
    try {
      return this.#cipher.serverKem.importPublicKey(encoded);
    } catch (cause) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The server named a key that is none of its suite.", { cause });
    }
  }
}

function noKeys(): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_SERVER_KEY",
    "The server tells nobody its keys, which are too long for that. Bring its public key another way.",
  );
}
