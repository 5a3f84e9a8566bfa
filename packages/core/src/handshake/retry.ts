import { ByteReader, concat, u8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { cookieBytes, HandshakeType, protocolVersion } from "../wire.ts";
import { readPreamble } from "./hello.ts";

/** Asks a client for the same HELLO with this cookie (spec: W-11). In the clear and unauthenticated. */
export interface Retry {
  readonly clientId: Uint8Array;
  readonly cookie: Uint8Array;
}

export function encodeRetry({ clientId, cookie }: Retry): Uint8Array {
  return concat(u8(HandshakeType.retry), u8(protocolVersion), clientId, cookie);
}

/** Throws PeerError when malformed. The result's fields are copies. */
export function decodeRetry(packet: Uint8Array): Retry {
  const reader = new ByteReader(Uint8Array.from(packet));
  const { version, clientId } = readPreamble(reader, HandshakeType.retry);
  if (version !== protocolVersion) throw new PeerError("ERR_COUNTERSIGN_VERSION", "RETRY is of another version.");
  const cookie = reader.take(cookieBytes);
  reader.end();
  return { clientId, cookie };
}
