import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { StreamPipe } from "../../src/subjects/peers/stream-pipe.ts";

/** A pipe over a stream whose other side does as it is told, and how it ended; undefined: without a failure. */
function pipeOver() {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done(), autoDestroy: false });
  const pipe = new StreamPipe(stream);
  const end = new Promise<Error | undefined>((handleEnd) => pipe.read({ handleMessages() {}, handleEnd }));
  return { stream, pipe, end };
}

describe("a connection over a stream", () => {
  it("has failed if the stream fails before the other side has ended it", async () => {
    const { stream, end } = pipeOver();
    const failure = new Error("connection timed out");
    stream.destroy(failure);
    expect(await end).toBe(failure);
  });

  it("has not failed if only the last acknowledgement is missing", async () => {
    const { stream, pipe, end } = pipeOver();
    const closed = pipe.close();
    stream.push(null);
    // The stream itself waits for it, and gives up later.
    await closed;
    expect(stream.destroyed).toBe(false);
    stream.destroy(new Error("connection timed out"));
    expect(await end).toBeUndefined();
  });
});
