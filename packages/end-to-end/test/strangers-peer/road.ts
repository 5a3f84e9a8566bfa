import { connect, type Socket } from "node:net";
import { join, u32 } from "./bytes.ts";

/** Packets over TCP, each behind its length (docs/spec/wire.md). */
export class Road implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #bytes: AsyncIterator<Buffer>;
  #left: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#bytes = socket[Symbol.asyncIterator]();
  }

  static to(address: string): Promise<Road> {
    const { hostname, port } = new URL(`tcp://${address}`);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => resolve(new Road(socket)));
      socket.on("error", reject);
    });
  }

  send(packet: Uint8Array): void {
    this.#socket.write(join(u32(packet.length), packet));
  }

  /** The next packet; undefined when the other side has ended the link, however it did. */
  async receive(): Promise<Buffer | undefined> {
    const head = await this.#take(4);
    return head && (await this.#take(head.readUInt32BE()));
  }

  /** The next packet, which there is to be, and to begin so. */
  async next(first: number): Promise<Buffer> {
    const packet = await this.receive();
    if (!packet) throw new Error("The other side has left.");
    if (packet[0] !== first) throw new Error(`refused: ${packet.toString("hex")}`);
    return packet;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
  }

  async #take(bytes: number): Promise<Buffer | undefined> {
    while (this.#left.length < bytes) {
      const { value, done } = await this.#bytes.next().catch(() => ({ value: undefined, done: true }));
      if (done || !value) return undefined;
      this.#left = join(this.#left, value);
    }
    const taken = this.#left.subarray(0, bytes);
    this.#left = this.#left.subarray(bytes);
    return taken;
  }
}
