import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { join } from "./bytes.ts";

/** Packets over UDP, in front of each of a client's its route id (W-10). */
export class DatagramRoad implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #routeId: Buffer | undefined;
  readonly #waiting: ((packet: Buffer) => void)[] = [];
  readonly #arrived: Buffer[] = [];
  #port: number;
  #count = 0;
  /** From now on the datagrams with these numbers, in both directions together, are lost. */
  loses: (count: number) => boolean = () => false;

  private constructor(socket: Socket, port: number, routeId?: Buffer) {
    this.#socket = socket;
    this.#port = port;
    this.#routeId = routeId;
    socket.on("message", (datagram, from) => {
      this.#port = from.port;
      if (this.loses(this.#count++)) return;
      const packet = routeId ? datagram : datagram.subarray(8);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(packet);
      else this.#arrived.push(packet);
    });
  }

  /** A client's road to a server on this machine. */
  static async to(address: string): Promise<DatagramRoad> {
    return new DatagramRoad(await open(), Number(new URL(`udp://${address}`).port), randomBytes(8));
  }

  /** A server's road to the first client that comes. */
  static async fromAnyone(): Promise<DatagramRoad> {
    return new DatagramRoad(await open(), 0);
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  send(packet: Uint8Array): void {
    if (this.loses(this.#count++)) return;
    this.#socket.send(this.#routeId ? join(this.#routeId, packet) : packet, this.#port, "127.0.0.1");
  }

  receive(): Promise<Buffer> {
    const arrived = this.#arrived.shift();
    return arrived ? Promise.resolve(arrived) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next packet that begins so. Others are late, or repeated. */
  async next(first: number): Promise<Buffer> {
    for (;;) {
      const packet = await this.receive();
      if (packet[0] === first) return packet;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }
}

async function open(): Promise<Socket> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}
