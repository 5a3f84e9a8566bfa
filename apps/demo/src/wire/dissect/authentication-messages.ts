import { readVarint } from "./layout.ts";

interface Opened {
  readonly sender: "client" | "server";
  /** Undefined: it did not open. */
  readonly frames: Buffer | undefined;
}

/** The messages of an authentication in the order of the exchange, from the frames of its packets (spec: W-6, K-5). */
export function authenticationMessages(packets: readonly Opened[]): Buffer[] {
  const [client, server] = (["client", "server"] as const).map((side) =>
    messagesIn(streamOf(packets.filter(({ sender }) => sender === side))),
  ) as [Buffer[], Buffer[]];
  return client.flatMap((message, turn) => [message, ...server.slice(turn, turn + 1)]);
}

/** The bytes of one side's AUTH frames, of which the first copy counts. */
function streamOf(packets: readonly Opened[]): Buffer {
  let stream: Buffer = Buffer.alloc(0);
  for (const { frames = Buffer.alloc(0) } of packets) {
    for (let at = 0; at < frames.length; ) {
      const type = frames[at++];
      // Nothing but padding, signs of life and the end goes beside them.
      if (type === 0 || type === 1) continue;
      if (type !== 3) break;
      const [offset, afterOffset] = varintAt(frames, at);
      const [length, start] = varintAt(frames, afterOffset);
      at = start + length;
      if (offset <= stream.length) stream = Buffer.concat([stream.subarray(0, offset), frames.subarray(start, at)]);
    }
  }
  return stream;
}

function messagesIn(stream: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at + 3 <= stream.length; ) {
    const end = at + 3 + stream.readUInt16BE(at + 1);
    messages.push(stream.subarray(at, end));
    at = end;
  }
  return messages;
}

function varintAt(bytes: Buffer, at: number): [value: number, end: number] {
  const end = at + (1 << ((bytes[at] ?? 0) >>> 6));
  return [readVarint(bytes.subarray(at, end)), end];
}
