import { ByteReader, concat, lv16, u8, u16 } from "../bytes.ts";
import { HandshakeType, protocolVersion } from "../wire.ts";
import { readPreamble } from "./hello.ts";

/** The server's answer to HELLO (spec: W-2). */
export interface Accept {
  readonly clientId: Uint8Array;
  /** A secret, sealed to the client's ephemeral key. */
  readonly sealed: Uint8Array;
  /** Bytes of the sealed parameters that follow the head. */
  readonly payloadBytes: number;
}

/** Everything before the payload: what the transcript covers. */
export function encodeAcceptHead(accept: Accept): Uint8Array {
  return concat(
    u8(HandshakeType.accept),
    u8(protocolVersion),
    accept.clientId,
    lv16(accept.sealed),
    u16(accept.payloadBytes),
  );
}

export interface ReceivedAccept extends Accept {
  readonly version: number;
  readonly head: Uint8Array;
  readonly payload: Uint8Array;
}

/** Throws PeerError when malformed. The result's fields are copies. */
export function decodeAccept(packet: Uint8Array): ReceivedAccept {
  const own = Uint8Array.from(packet);
  const reader = new ByteReader(own);
  const { version, clientId } = readPreamble(reader, HandshakeType.accept);
  const sealed = reader.take(reader.u16());
  const payloadBytes = reader.u16();
  const head = own.subarray(0, reader.offset);
  const payload = reader.take(payloadBytes);
  reader.end();
  return { version, clientId, sealed, payloadBytes, head, payload };
}
