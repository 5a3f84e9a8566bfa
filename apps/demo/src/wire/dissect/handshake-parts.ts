/** A HELLO or an ACCEPT, cut where the transcript cuts it (spec: H-2). */
export interface HandshakeParts {
  /** Everything before the payload, with a cookie of zeros. */
  readonly head: Buffer;
  readonly sealed: Buffer;
  /** The client's one-time public key in HELLO, as SubjectPublicKeyInfo; empty in ACCEPT. */
  readonly ephemeral: Buffer;
  readonly payload: Buffer;
}

/** `message` is whole, since one of the ends sent it. */
export function partsOf(message: Buffer): HandshakeParts {
  const isHello = message[0] === 0xc1;
  let at = isHello ? cookieEnd : cookieStart;
  if (isHello) at += 1 + message.readUInt8(at) + keyHintBytes;
  const sealed = lengthed(message, at);
  at += 2 + sealed.length;
  const ephemeral = isHello ? lengthed(message, at) : Buffer.alloc(0);
  if (isHello) at += 2 + ephemeral.length;
  const head = Buffer.from(message.subarray(0, at + 2));
  if (isHello) head.fill(0, cookieStart, cookieEnd);
  return { head, sealed, ephemeral, payload: message.subarray(at + 2) };
}

function lengthed(message: Buffer, at: number): Buffer {
  return message.subarray(at + 2, at + 2 + message.readUInt16BE(at));
}

const cookieStart = 10;
const cookieEnd = 42;
const keyHintBytes = 8;
