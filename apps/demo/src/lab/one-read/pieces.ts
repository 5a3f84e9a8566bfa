import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { addressOf, splitAddress } from "../stage/address.ts";

/** A network that cuts what a client sends into pieces of its own choice, as TCP may. The other way it is left alone. */
export class Pieces implements AsyncDisposable {
  /** To be dialled instead of the server. */
  readonly address: string;
  readonly #server: Server;

  private constructor(server: Server, target: string, sizes: Iterator<number>) {
    this.#server = server;
    this.address = addressOf(server);
    server.on("connection", (near: Socket) => {
      const far = connect({ ...splitAddress(target), noDelay: true });
      for (const socket of [near, far]) socket.on("error", () => {});
      far.pipe(near);
      void passInPieces(near, far, sizes);
    });
  }

  /** Stands before `target`. After the last of `sizes`, in bytes, the connection breaks. */
  static async before(target: string, sizes: Iterable<number>): Promise<Pieces> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Pieces(server, target, sizes[Symbol.iterator]());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
  }
}

async function passInPieces(near: Socket, far: Socket, sizes: Iterator<number>): Promise<void> {
  let waiting = Buffer.alloc(0);
  let size = sizes.next();
  for await (const bytes of near) {
    waiting = Buffer.concat([waiting, bytes]);
    for (; !size.done && waiting.length >= size.value; size = sizes.next()) {
      far.write(waiting.subarray(0, size.value));
      waiting = waiting.subarray(size.value);
      // So that the receiver gets to read in between.
      await setImmediate();
    }
    if (size.done) break;
  }
  // What is read no more would keep it open.
  far.unpipe(near).resume();
  far.end();
  near.destroy();
}
