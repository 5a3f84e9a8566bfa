import { ByteReader, concat, lv8, readUtf8, u8, utf8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { HandshakeType, keyRequestBytes, protocolVersion } from "../wire.ts";
import { readPreamble } from "./hello.ts";

/** Asks a server for its public keys (spec: W-12). In the clear. */
export interface KeyRequest {
  /** Of this question alone. */
  readonly clientId: Uint8Array;
  readonly suite: string;
}

/** Zeros follow, so that the answer need not be longer. */
export function encodeKeyRequest({ clientId, suite }: KeyRequest): Uint8Array {
  const packet = new Uint8Array(keyRequestBytes);
  packet.set(concat(u8(HandshakeType.keyRequest), u8(protocolVersion), clientId, lv8(utf8(suite))));
  return packet;
}

/** Throws PeerError when malformed. The result's fields are copies. */
export function decodeKeyRequest(packet: Uint8Array): KeyRequest {
  const reader = new ByteReader(Uint8Array.from(packet));
  const { clientId } = readPreamble(reader, HandshakeType.keyRequest);
  const suite = readUtf8(reader.take(reader.u8()));
  const padded = packet.length === keyRequestBytes && reader.take(reader.left).every((byte) => byte === 0);
  if (!padded) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The client's KEYREQ is not filled with zeros.");
  return { clientId, suite };
}
