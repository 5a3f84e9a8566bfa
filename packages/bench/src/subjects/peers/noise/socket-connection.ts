import type { AbstractMessageStream, SendResult } from "@libp2p/utils";
import type { ByteStream } from "../stream-pipe.ts";

type MessageStreams = typeof AbstractMessageStream;
type MessageStreamInit = ConstructorParameters<MessageStreams>[0];

/** libp2p's own kind of connection over a stream of Node's, as its TCP transport makes them. */
export function connectionOver(
  base: MessageStreams,
  raw: ByteStream & { pause(): unknown; resume(): unknown },
  init: MessageStreamInit,
): AbstractMessageStream {
  class SocketConnection extends base {
    constructor() {
      super(init);
      raw.on("data", (chunk: Buffer) => this.onData(chunk));
      raw.on("drain", () => this.safeDispatchEvent("drain"));
      raw.on("end", () => this.onRemoteCloseWrite());
      raw.on("error", (error: Error) => this.abort(error));
      raw.on("close", () => this.onTransportClosed());
    }

    override sendData(data: Iterable<Uint8Array> & { readonly byteLength: number }): SendResult {
      let canSendMore = true;
      for (const part of data) canSendMore = raw.write(part);
      return { sentBytes: data.byteLength, canSendMore };
    }

    override sendReset(): void {
      raw.destroy();
    }

    override sendPause(): void {
      raw.pause();
    }

    override sendResume(): void {
      raw.resume();
    }

    override async close(): Promise<void> {
      raw.end();
    }
  }
  return new SocketConnection();
}
