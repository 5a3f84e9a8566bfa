import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Meter } from "./meter.ts";
import { type Towards, WireTally } from "./wire-tally.ts";

/** Passes TCP connections on to `target`, byte by byte as they come. */
export async function openStreamMeter(target: string): Promise<Meter> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const tally = new WireTally(segmentBytes);
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket, towards: Towards) => {
    sockets.add(from);
    from.on("data", (chunk) => {
      tally.push(towards, chunk.length);
      to.write(chunk);
    });
    from.on("end", () => to.end());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    // "close" follows, and ends the other side too.
    from.on("error", () => {});
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const onward = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    pass(client, onward, "server");
    pass(onward, client, "client");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => tally.take(),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Of an Ethernet's 1,500 bytes, IPv4 takes 20, TCP 20, and its timestamps 12. */
const segmentBytes = 1_448;
