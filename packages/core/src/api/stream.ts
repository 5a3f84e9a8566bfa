import { Duplex } from "node:stream";
import type { Consumer } from "./consumer.ts";
import type { Session } from "./session.ts";

/**
 * The session's messages as bytes in both directions, with the backpressure of both. The peer's end leaves our half open
 * until it is ended or destroyed too; destroying the stream before the peer's end aborts the session.
 */
export function streamOf(session: Session, consumer: Consumer): Duplex {
  const batches = consumer.iterateBatches(false);
  const stream: Duplex = new Duplex({
    async read() {
      try {
        const { done, value } = await batches.next();
        if (done) stream.push(null);
        else stream.push(Buffer.concat(value));
      } catch (error) {
        stream.destroy(error as Error);
      }
    },
    async write(chunk: Buffer, _encoding, callback) {
      try {
        for (let at = 0; at < chunk.length; at += session.maxMessageBytes) {
          await session.send(chunk.subarray(at, at + session.maxMessageBytes));
        }
        callback();
      } catch (error) {
        callback(error as Error);
      }
    },
    final(callback) {
      session.close().then(() => callback(), callback);
    },
    destroy(error, callback) {
      // A loop that has read to the end destroys the stream, and is no reason to lose what was written.
      if (!error && stream.readableEnded) session.close().catch(() => {});
      else session.abort(error ?? new Error("The stream was destroyed."));
      void batches.return?.();
      callback(error);
    },
  });
  return stream;
}
