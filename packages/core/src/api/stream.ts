import { Duplex } from "node:stream";
import type { Consumer } from "./consumer.ts";
import type { Session } from "./session.ts";

/**
 * The session's messages as bytes in both directions, with the backpressure of both. The peer's end leaves our half open
 * until it is ended too. Destroying the stream before that aborts the session, so that the peer does not take a part for
 * the whole; a `for await` over any duplex destroys it, unless it is over `stream.iterator({ destroyOnReturn: false })`.
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
      const complete = stream.readableEnded && stream.writableFinished;
      if (error || !complete) session.abort(error ?? new Error("The stream was destroyed."));
      void batches.return?.();
      callback(error);
    },
  });
  return stream;
}
