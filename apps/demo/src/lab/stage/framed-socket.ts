import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { addressOf, splitAddress } from "./address.ts";
import { Arrivals } from "./arrivals.ts";
import { FrameCutter, frameOf } from "./frames.ts";

/** A TCP connection for protocols that are made up of frames. */
export class FramedSocket implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #frames = new Arrivals<Buffer>();

  constructor(socket: Socket) {
    this.#socket = socket;
    const cutter = new FrameCutter();
    socket.on("data", (bytes) => {
      for (const frame of cutter.push(bytes)) this.#frames.push(frame);
    });
    socket.on("error", () => {});
    socket.on("end", () => this.#frames.end(new ConnectionEnded()));
    socket.on("close", () => this.#frames.end(new ConnectionEnded()));
  }

  static async dial(address: string): Promise<FramedSocket> {
    const { host, port } = splitAddress(address);
    const socket = connect({ host, port, noDelay: true });
    await once(socket, "connect");
    return new FramedSocket(socket);
  }

  send(frame: Uint8Array | string): void {
    this.#socket.write(frameOf(frame));
  }

  /** The next frame. Rejects with ConnectionEnded. */
  receive(patienceMs?: number): Promise<Buffer> {
    return this.#frames.next(patienceMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.end();
    if (!this.#socket.closed) await once(this.#socket, "close");
  }
}

/** The peer has closed: the usual end of a conversation. */
class ConnectionEnded extends Error {}

/** Serves each connection by `attend`, which may leave when the client does. */
export class FramedServer implements AsyncDisposable {
  readonly address: string;
  readonly #server: Server;
  readonly #attending: Set<Promise<void>>;

  private constructor(server: Server, attending: Set<Promise<void>>) {
    this.address = addressOf(server);
    this.#server = server;
    this.#attending = attending;
  }

  static async open(attend: (client: FramedSocket) => Promise<void>): Promise<FramedServer> {
    const attending = new Set<Promise<void>>();
    const server = createServer({ noDelay: true }, (socket) => attending.add(serve(new FramedSocket(socket), attend)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FramedServer(server, attending);
  }

  /** Call it when the clients have left, or are about to. Rejects with what went wrong in serving them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await Promise.all(this.#attending);
  }
}

async function serve(client: FramedSocket, attend: (client: FramedSocket) => Promise<void>): Promise<void> {
  await using open = client;
  try {
    await attend(open);
  } catch (error) {
    if (!(error instanceof ConnectionEnded)) throw error;
  }
}
