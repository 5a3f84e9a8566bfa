import { createSocket, type Socket } from "node:dgram";
import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import type { HostAddress } from "./look-up.ts";
import type { UdpSettings } from "./options.ts";

/** Published on the channel "countersign:udp:socket" of node:diagnostics_channel, for every socket. */
export interface UdpSocketEvent {
  /** Of this end. */
  readonly address: string;
  readonly port: number;
  /** What the system holds, in bytes. Linux says twice what it was asked for, and less when that was beyond its maximum. */
  readonly receiveBufferBytes: number;
  readonly sendBufferBytes: number;
}

/** Opens a socket at an IP address, with buffers as large as the system allows. Rejects with the system's error. */
export async function openSocket({ host, family }: HostAddress, port: number, settings: UdpSettings): Promise<Socket> {
  const socket = createSocket({ type: family === 6 ? "udp6" : "udp4", lookup: useAddress });
  const listening = once(socket, "listening");
  try {
    // Workers of a cluster that shared a socket would get each other's sessions.
    socket.bind({ address: host, port, exclusive: true });
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  enlarge((bytes) => socket.setRecvBufferSize(bytes), settings.socketBufferBytes);
  enlarge((bytes) => socket.setSendBufferSize(bytes), settings.socketBufferBytes);
  publish(socket);
  return socket;
}

// A socket would look up every address that it sends to, later and at a price, although it is none but an IP address.
function useAddress(
  host: string,
  _family: unknown,
  done: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  done(null, host, 0);
}

/** Linux gives what it can; other systems refuse what is more than that. */
function enlarge(set: (bytes: number) => void, wantedBytes: number): void {
  for (let bytes = wantedBytes; bytes >= smallestBufferBytes; bytes >>>= 1) {
    try {
      return set(bytes);
    } catch {
      // Half of it, then.
    }
  }
}

const smallestBufferBytes = 4_096;

const sockets = channel("countersign:udp:socket");

function publish(socket: Socket): void {
  if (!sockets.hasSubscribers) return;
  const { address, port } = socket.address();
  const event: UdpSocketEvent = {
    address,
    port,
    receiveBufferBytes: socket.getRecvBufferSize(),
    sendBufferBytes: socket.getSendBufferSize(),
  };
  sockets.publish(event);
}
