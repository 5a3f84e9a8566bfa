import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

export interface DatagramRelay extends AsyncDisposable {
  /** Dial this instead of the server. */
  readonly address: string;
  /** Where the client is. */
  readonly clientPort: number;
  /** All datagrams that came by, in their order. */
  readonly toServer: readonly Buffer[];
  readonly toClient: readonly Buffer[];
  /** Sends a datagram to the server, as if the client had. */
  forge(datagram: Uint8Array): void;
  /** Sends a datagram to the client, as if the server had. */
  forgeAnswer(datagram: Uint8Array): void;
  /** Speaks to the server from another port from now on, as a NAT does that has forgotten its client. */
  rebind(): Promise<void>;
}

/** Who is on the path of one client's datagrams. */
export async function startDatagramRelay(target: string): Promise<DatagramRelay> {
  const { hostname, port } = new URL(`udp://${target}`);
  const toServer: Buffer[] = [];
  const toClient: Buffer[] = [];
  const sockets: Socket[] = [];
  let clientPort = 0;
  const near = await open();
  let far = await openFar();
  near.on("message", (datagram, from) => {
    clientPort = from.port;
    toServer.push(datagram);
    far.send(datagram, Number(port), hostname);
  });

  async function open(): Promise<Socket> {
    const socket = createSocket("udp4");
    sockets.push(socket);
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return socket;
  }

  async function openFar(): Promise<Socket> {
    const socket = await open();
    socket.on("message", (datagram) => {
      toClient.push(datagram);
      near.send(datagram, clientPort, "127.0.0.1");
    });
    return socket;
  }

  return {
    address: `127.0.0.1:${near.address().port}`,
    get clientPort() {
      return clientPort;
    },
    toServer,
    toClient,
    forge: (datagram) => far.send(datagram, Number(port), hostname),
    forgeAnswer: (datagram) => near.send(datagram, clientPort, "127.0.0.1"),
    async rebind() {
      far = await openFar();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.close();
    },
  };
}
