import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/**
 * A UDP socket at a free port of 127.0.0.1, with buffers like those of the UDP transport's; `peer` ("host:port"):
 * connected to it.
 */
export async function openDatagramSocket(peer?: string): Promise<Socket> {
  const socket = createSocket({ type: "udp4", lookup: useAddress });
  const listening = once(socket, "listening");
  socket.bind({ address: "127.0.0.1", port: 0, exclusive: true });
  await listening;
  enlarge((bytes) => socket.setRecvBufferSize(bytes));
  enlarge((bytes) => socket.setSendBufferSize(bytes));
  if (peer !== undefined) {
    const [host, port] = peer.split(":");
    const connected = once(socket, "connect");
    socket.connect(Number(port), host);
    await connected;
  }
  return socket;
}

/** Not every system gives less than it is asked for; some refuse. */
function enlarge(set: (bytes: number) => void): void {
  for (let bytes = wantedBytes; bytes >= leastBytes; bytes /= 2) {
    try {
      return set(bytes);
    } catch {
      // Half of it, then.
    }
  }
}

const wantedBytes = 4 * 1024 * 1024;
const leastBytes = 4096;

/** Every address is one already, and looking it up would be paid for with each datagram. */
function useAddress(
  host: string,
  _family: unknown,
  done: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  done(null, host, 4);
}
