import { ByteReader, concat, lv8, lv16, readUtf8, u8, u16, utf8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { sha256 } from "../key-schedule/hkdf.ts";
import { clientIdBytes, cookieBytes, HandshakeType, keyHintBytes, protocolVersion } from "../wire.ts";

/** The client's first message (spec: W-1). */
export interface Hello {
  readonly clientId: Uint8Array;
  readonly suite: string;
  readonly keyHint: Uint8Array;
  /** A secret, sealed to the server's public key. */
  readonly sealed: Uint8Array;
  /** The client's public key for this handshake alone. */
  readonly ephemeral: Uint8Array;
  /** Bytes of the sealed parameters that follow the head. */
  readonly payloadBytes: number;
}

/** Everything before the payload, with an empty cookie: the form that the transcript covers. */
export function encodeHelloHead(hello: Hello): Uint8Array {
  return concat(
    u8(HandshakeType.hello),
    u8(protocolVersion),
    hello.clientId,
    new Uint8Array(cookieBytes),
    lv8(utf8(hello.suite)),
    hello.keyHint,
    lv16(hello.sealed),
    lv16(hello.ephemeral),
    u16(hello.payloadBytes),
  );
}

/** Writes a cookie into a HELLO that is made: no part of the transcript (spec: H-2). */
export function writeCookie(hello: Uint8Array, cookie: Uint8Array): void {
  hello.set(cookie, cookieOffset);
}

const cookieOffset = 2 + clientIdBytes;

export interface ReceivedHello extends Hello {
  readonly cookie: Uint8Array;
  readonly head: Uint8Array;
  readonly payload: Uint8Array;
}

/** Throws PeerError when malformed. The result's fields are copies. */
export function decodeHello(packet: Uint8Array): ReceivedHello {
  const own = Uint8Array.from(packet);
  const reader = new ByteReader(own);
  const { clientId } = readPreamble(reader, HandshakeType.hello);
  const cookieInHead = reader.take(cookieBytes);
  const cookie = Uint8Array.from(cookieInHead);
  cookieInHead.fill(0);
  const suite = readUtf8(reader.take(reader.u8()));
  const keyHint = reader.take(keyHintBytes);
  const sealed = reader.take(reader.u16());
  const ephemeral = reader.take(reader.u16());
  const payloadBytes = reader.u16();
  const head = own.subarray(0, reader.offset);
  const payload = reader.take(payloadBytes);
  reader.end();
  return { clientId, cookie, suite, keyHint, sealed, ephemeral, payloadBytes, head, payload };
}

/** Type, version and client id: the same in every version of the protocol. */
export function readPreamble(reader: ByteReader, type: number): { version: number; clientId: Uint8Array } {
  if (reader.u8() !== type) throw new PeerError("ERR_COUNTERSIGN_NOT_COUNTERSIGN", "The peer sent another message.");
  return { version: reader.u8(), clientId: reader.take(clientIdBytes) };
}

/** Tells the server which of its keys the client means, and nobody else anything (spec: H-5). */
export function keyHint(clientId: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return sha256(utf8("countersign hint"), clientId, publicKey).subarray(0, keyHintBytes);
}
