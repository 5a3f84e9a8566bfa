import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Check, counted } from "./finding.ts";

/** Bytes of a datagram without which there is no session over UDP: a packet of 1,200, and the route id before it. */
const neededBytes = 1_208;
/** UDP's length has 16 bits, and counts the headers of UDP and IPv4 (RFC 768, RFC 791). */
const mostBytes = 65_507;

export const udpLoopback: Check = {
  topic: "UDP loopback",
  async look() {
    const socket = createSocket("udp4");
    try {
      socket.bind(0, "127.0.0.1");
      await once(socket, "listening");
      if (!(await comesBack(socket, neededBytes))) {
        const trouble = "A firewall, perhaps, or a sandbox: allow UDP at 127.0.0.1, or use tcp().";
        return {
          lines: [`a datagram of ${counted(neededBytes)} bytes to this machine itself does not arrive`],
          trouble,
        };
      }
      const largest = await largestOf(socket);
      return { lines: [`datagrams arrive, up to ${counted(largest)} bytes; a session needs ${counted(neededBytes)}`] };
    } finally {
      socket.close();
    }
  },
};

/** In bytes, by bisection: `neededBytes` is known to arrive. */
async function largestOf(socket: Socket): Promise<number> {
  if (await comesBack(socket, mostBytes)) return mostBytes;
  let [arrives, tooLarge] = [neededBytes, mostBytes];
  while (tooLarge - arrives > 1) {
    const bytes = (arrives + tooLarge) >>> 1;
    if (await comesBack(socket, bytes)) arrives = bytes;
    else tooLarge = bytes;
  }
  return arrives;
}

/** Whether a datagram of so many bytes, sent to the socket itself, is received whole. */
async function comesBack(socket: Socket, bytes: number): Promise<boolean> {
  const giveUp = AbortSignal.timeout(patienceMs);
  const arrival = once(socket, "message", { signal: giveUp });
  const sent = new Promise<void>((resolve, reject) => {
    const { address, port } = socket.address();
    socket.send(Buffer.alloc(bytes), port, address, (error) => (error ? reject(error) : resolve()));
  });
  const [received] = await Promise.all([arrival, sent]).then(
    ([[datagram]]) => [datagram as Buffer],
    () => [undefined],
  );
  return received?.length === bytes;
}

const patienceMs = 1_000;
