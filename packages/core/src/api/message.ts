import { UsageError } from "../errors.ts";

/** What may be sent: text (as UTF-8) or bytes. */
export type Message = string | NodeJS.ArrayBufferView;

/** The bytes of a message, not copied. Throws UsageError on anything else. */
export function bytesOf(message: Message): Uint8Array {
  if (typeof message === "string") return Buffer.from(message, "utf8");
  if (message instanceof Uint8Array) return message;
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "A message is text, a Buffer or a typed array.");
}
