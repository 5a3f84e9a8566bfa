import type { RemoteInfo, Socket } from "node:dgram";
import { LinkError, type LinkHost, type TransportListener, UsageError } from "@countersign/core";
import { formatAddress, parseAddress } from "./address.ts";
import { type HostAddress, lookUp } from "./look-up.ts";
import type { UdpSettings } from "./options.ts";
import { traitsFor } from "./packet-sizes.ts";
import { routeIdBytes, routeOf } from "./route-id.ts";
import { type Berth, UdpLink } from "./udp-link.ts";
import { UdpPath } from "./udp-path.ts";
import { openSocket } from "./udp-socket.ts";

/** As `Transport.listen`. */
export async function listen(address: string, settings: UdpSettings, host: LinkHost): Promise<TransportListener> {
  const { host: name, port } = parseAddress(address);
  try {
    const [found] = await lookUp(name, settings.lookupTimeoutMs);
    return new UdpListener(await openSocket(found as HostAddress, port, settings), settings, host);
  } catch (error) {
    const { message } = error as Error;
    throw new LinkError("ERR_COUNTERSIGN_LISTEN", `Could not listen on ${address}: ${message}`, { cause: error });
  }
}

/** One socket for all links, each found by its route id. It stays until the listener is closed and the last link gone. */
class UdpListener implements TransportListener {
  readonly address: string;
  readonly #socket: Socket;
  readonly #settings: UdpSettings;
  readonly #host: LinkHost;
  readonly #links = new Map<string, UdpLink>();
  #open = true;

  constructor(socket: Socket, settings: UdpSettings, host: LinkHost) {
    const { address, port } = socket.address();
    this.address = formatAddress(address, port);
    this.#socket = socket;
    this.#settings = settings;
    this.#host = host;
    socket.on("message", (datagram, from) => this.#receive(datagram, from));
    socket.on("error", (error) => host.handleFault(error));
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#leaveIfIdle();
  }

  #receive(datagram: Buffer, { address, port }: RemoteInfo): void {
    // Nobody can be answered at port 0, which is only found in forgeries.
    if (datagram.length <= routeIdBytes || port === 0) return;
    const route = routeOf(datagram);
    const packet = datagram.subarray(routeIdBytes);
    const link = this.#links.get(route);
    if (link) link.receive(packet, address, port);
    else if (this.#open && packet.length <= strangerPacketBytes) this.#meet(route, packet, new UdpPath(address, port));
  }

  #meet(route: string, packet: Buffer, path: UdpPath): void {
    try {
      const answer = this.#host.screen(packet, path);
      if (answer === "admit") this.#admit(route, packet, path);
      else if (answer !== "ignore") this.#reply(answer.reply, packet, path);
    } catch (error) {
      this.#host.handleFault(error as Error);
    }
  }

  #admit(route: string, packet: Buffer, path: UdpPath): void {
    const berth: Berth = {
      prefix: noPrefix,
      send: (datagram, to, taken) => this.#socket.send(datagram, to.port, to.host, taken),
      leave: () => {
        this.#links.delete(route);
        this.#leaveIfIdle();
      },
    };
    const link = new UdpLink(berth, path, traitsFor(path.host, this.#settings));
    this.#links.set(route, link);
    try {
      this.#host.accept(link);
    } catch (error) {
      link.abort();
      throw error;
    }
    link.receive(packet, path.host, path.port);
  }

  /** Strangers wait for nothing: what the kernel does not take now is dropped. */
  #reply(reply: Uint8Array, { length }: Buffer, { host, port }: UdpPath): void {
    if (reply.length > 3 * length) throw amplification(reply.length, length);
    if (this.#socket.getSendQueueSize() === 0) this.#socket.send(Uint8Array.from(reply), port, host);
  }

  #leaveIfIdle(): void {
    if (!this.#open && this.#links.size === 0) this.#socket.close();
  }
}

const noPrefix = new Uint8Array();

// The largest packet of a stranger that a host is shown.
const strangerPacketBytes = 4_096;

function amplification(replyBytes: number, packetBytes: number): UsageError {
  return new UsageError(
    "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    `udp: a reply of ${replyBytes} bytes to a stranger's ${packetBytes}; three times as many are allowed`,
  );
}
