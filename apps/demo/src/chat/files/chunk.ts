import { maxChunkBytes } from "./limits.ts";

/** Some bytes of a file. On the wire: a zero byte, with which no JSON begins, the transfer as a uint32 (BE), the bytes. */
export interface Chunk {
  readonly kind: "chunk";
  readonly transfer: number;
  readonly data: Uint8Array;
}

const headBytes = 5;

export function isChunk(message: Buffer): boolean {
  return message[0] === 0;
}

/** A copy of its bytes. */
export function encodeChunk({ transfer, data }: Chunk): Uint8Array {
  const message = Buffer.alloc(headBytes + data.length);
  message.writeUInt32BE(transfer, 1);
  message.set(data, headBytes);
  return message;
}

/** A view of the message. Undefined where it is too short or too long. */
export function decodeChunk(message: Buffer): Chunk | undefined {
  const size = message.length - headBytes;
  if (size < 1 || size > maxChunkBytes) return undefined;
  return { kind: "chunk", transfer: message.readUInt32BE(1), data: message.subarray(headBytes) };
}
