import { pipeline } from "node:stream/promises";
import type { Session } from "@countersign/core";

/**
 * Standard input goes to the peer, what it sends to standard output, until both are done: the end of our input closes
 * our half, and the peer may still answer. A person who types is done when the peer is. Rejects with what ended the
 * session otherwise.
 */
export async function pipeThrough(session: Session): Promise<void> {
  const stream = session.stream();
  const receiving = pipeline(stream, process.stdout, { end: false });
  const sending = pipeline(process.stdin, stream);
  await Promise.race([receiving, sending]);
  if (process.stdin.isTTY && stream.readableEnded) process.stdin.push(null);
  await Promise.all([receiving, sending]);
}
