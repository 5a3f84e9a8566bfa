import { ByteReader, concat, lv16, u8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { maxAuthMessageBytes } from "../wire.ts";

/** One step of an authentication, as it stands in the stream of AUTH frames (spec: W-6): kind, length, body. */
export interface AuthenticationMessage {
  readonly kind: number;
  readonly body: Uint8Array;
  /** The exact bytes on the wire, for the transcript. */
  readonly bytes: Uint8Array;
}

export function encodeAuthenticationMessage(kind: number, body: Uint8Array): Uint8Array {
  return concat(u8(kind), lv16(body));
}

/** Gathers one side's AUTH frames into messages. The two sides speak in turn, so one message is all it ever holds. */
export class AuthenticationReader {
  #gathered: Uint8Array = new Uint8Array();
  #consumed = 0;

  /** Bytes of the stream taken so far. */
  get offset(): number {
    return this.#consumed + this.#gathered.length;
  }

  /** Takes the bytes that start at `offset` of the stream and are the next; returns the message they complete. */
  push(bytes: Uint8Array): AuthenticationMessage | undefined {
    const gathered = concat(this.#gathered, bytes);
    this.#gathered = gathered;
    if (gathered.length < headBytes) return undefined;
    const reader = new ByteReader(gathered);
    const kind = reader.u8();
    const length = reader.u16();
    if (length > maxAuthMessageBytes || gathered.length > headBytes + length) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer sent a too long authentication message.");
    }
    if (gathered.length < headBytes + length) return undefined;
    this.#consumed += gathered.length;
    this.#gathered = new Uint8Array();
    return { kind, body: gathered.subarray(headBytes), bytes: gathered };
  }
}

const headBytes = 3;
