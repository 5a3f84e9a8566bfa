import { splitAddress } from "../stage/address.ts";
import { UdpSocket } from "../stage/udp-socket.ts";

/** One on the path between a client and a server over UDP: passes on, records, and speaks in the server's name. */
export class UdpMiddle implements AsyncDisposable {
  /** The server's datagrams so far. */
  readonly fromServer: Buffer[] = [];
  /** The client's, once it has said something. */
  clientPort = 0;
  #near!: UdpSocket;
  #far!: UdpSocket;

  static async before(target: string): Promise<UdpMiddle> {
    const middle = new UdpMiddle();
    const { port: serverPort } = splitAddress(target);
    middle.#near = await UdpSocket.open(({ bytes, port }) => {
      middle.clientPort = port;
      pass(middle.#far.send(bytes, serverPort));
    });
    middle.#far = await UdpSocket.open(({ bytes }) => {
      middle.fromServer.push(bytes);
      pass(middle.forge(bytes));
    });
    return middle;
  }

  /** To be dialled instead of the server. */
  get address(): string {
    return `127.0.0.1:${this.#near.port}`;
  }

  /** Sends the client a datagram whose source is that of the server, as the client knows it. */
  forge(datagram: Uint8Array): Promise<void> {
    return this.#near.send(datagram, this.clientPort);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#near[Symbol.asyncDispose]();
    await this.#far[Symbol.asyncDispose]();
  }
}

/** At the end one of the two sockets is closed before the other: what is under way then is lost, as datagrams may be. */
function pass(sending: Promise<void>): void {
  sending.catch(() => {});
}
