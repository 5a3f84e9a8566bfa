import type { ZeroMq, ZeroMqSocket } from "./module.ts";

/** Lets in whoever holds one of `keys` (raw, 32 bytes), and nobody else: a handler of ZAP (ZeroMQ RFC 27). */
export async function admitOnly(zeromq: ZeroMq, context: object, keys: readonly Buffer[]): Promise<ZeroMqSocket> {
  const handler = new zeromq.Reply({ context });
  await handler.bind("inproc://zeromq.zap.01");
  void answerAll(handler, keys);
  return handler;
}

async function answerAll(handler: ZeroMqSocket, keys: readonly Buffer[]): Promise<void> {
  for await (const [version = "1.0", request = "", , , , , key] of handler) {
    const known = key !== undefined && keys.some((own) => own.equals(key));
    await handler.send([version, request, known ? "200" : "400", known ? "OK" : "unknown key", "", ""]);
  }
}

/** The bytes of a key in Z85 (ZeroMQ RFC 32): five characters for four bytes. */
export function readZ85(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 5) * 4);
  for (let at = 0; at * 5 < text.length; at++) {
    const word = [...text.slice(at * 5, at * 5 + 5)].reduce((sum, digit) => sum * 85 + digits.indexOf(digit), 0);
    bytes.writeUInt32BE(word, at * 4);
  }
  return bytes;
}

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
