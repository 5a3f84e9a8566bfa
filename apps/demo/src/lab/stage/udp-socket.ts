import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { Arrivals } from "./arrivals.ts";

/** A datagram as it arrived. Who sent it has written the port. */
export interface Received {
  readonly bytes: Buffer;
  readonly text: string;
  readonly port: number;
}

/** A UDP socket at 127.0.0.1 that takes datagrams from everybody. */
export class UdpSocket implements AsyncDisposable {
  readonly port: number;
  readonly #socket: Socket;
  readonly #received = new Arrivals<Received>();

  private constructor(socket: Socket, hear?: (received: Received) => void) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on("message", (bytes, { port }) => {
      const received = { bytes, text: bytes.toString(), port };
      if (hear) hear(received);
      else this.#received.push(received);
    });
  }

  /** `hear` gets what arrives, in the place of `receive`. */
  static async open(hear?: (received: Received) => void): Promise<UdpSocket> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new UdpSocket(socket, hear);
  }

  /** Resolves when the system has it; over the loopback it is then in the receiver's buffer. */
  send(datagram: Uint8Array | string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(datagram, port, "127.0.0.1", (error) => (error ? reject(error) : resolve()));
    });
  }

  /** The next datagram. */
  receive(patienceMs?: number): Promise<Received> {
    return this.#received.next(patienceMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await once(this.#socket, "close");
  }
}
