import type { Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import { type Link, LinkError } from "@countersign/core";
import { parseDialAddress } from "./address.ts";
import { type HostAddress, lookUp } from "./look-up.ts";
import type { UdpSettings } from "./options.ts";
import { traitsFor } from "./packet-sizes.ts";
import { drawRouteId } from "./route-id.ts";
import { type Berth, UdpLink } from "./udp-link.ts";
import { UdpPath } from "./udp-path.ts";
import { openSocket } from "./udp-socket.ts";

/** As `Transport.dial`. Looks the host up once, and takes the first of its addresses that this machine has a route to. */
export async function dial(address: string, settings: UdpSettings, signal?: AbortSignal): Promise<Link> {
  const { host, port } = parseDialAddress(address);
  signal?.throwIfAborted();
  const failures: Error[] = [];
  for (const found of await find(address, host, settings, signal)) {
    try {
      const socket = await connect(found, port, settings);
      if (!signal?.aborted) return linkOver(socket, settings);
      socket.close();
    } catch (error) {
      failures.push(error as Error);
    }
    signal?.throwIfAborted();
  }
  throw connectError(address, failures.length === 1 ? failures[0] : new AggregateError(failures));
}

async function find(address: string, host: string, { lookupTimeoutMs }: UdpSettings, signal?: AbortSignal) {
  try {
    return await lookUp(host, lookupTimeoutMs, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof LinkError ? error : connectError(address, error as Error);
  }
}

/** A connected socket gets datagrams of the peer only, learns what ICMP says, and sends faster. */
async function connect(to: HostAddress, port: number, settings: UdpSettings): Promise<Socket> {
  const any = isIPv6(to.host) ? "::" : "0.0.0.0";
  const socket = await openSocket({ host: any, family: to.family }, 0, settings);
  try {
    const connected = once(socket, "connect");
    socket.connect(port, to.host);
    await connected;
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

function linkOver(socket: Socket, settings: UdpSettings): UdpLink {
  const { address, port } = socket.remoteAddress();
  const berth: Berth = {
    prefix: drawRouteId(),
    send: (datagram, _path, taken) => socket.send(datagram, taken),
    leave: () => void socket.close(),
  };
  const link = new UdpLink(berth, new UdpPath(address, port), traitsFor(address, settings));
  socket.on("message", (packet, from) => {
    // What came before the socket was connected may be of anybody.
    if (from.port === port && from.address === address) link.receive(packet, address, port);
  });
  socket.on("error", (error) => link.handleError(error));
  return link;
}

function connectError(address: string, cause: Error | undefined): LinkError {
  // One failure for each address of the host comes as an AggregateError, whose own message is empty.
  const reasons =
    cause instanceof AggregateError ? cause.errors.map((error: Error) => error.message) : [cause?.message];
  return new LinkError("ERR_COUNTERSIGN_CONNECT", `Could not connect to ${address}: ${reasons.join("; ")}`, { cause });
}
