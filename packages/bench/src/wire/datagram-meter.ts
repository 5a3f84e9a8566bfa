import type { Socket } from "node:dgram";
import { openDatagramSocket } from "../subjects/datagram-socket.ts";
import type { Meter } from "./meter.ts";
import { WireTally } from "./wire-tally.ts";

/** Passes datagrams on to `target` and back, in the order in which they come. */
export async function openDatagramMeter(target: string): Promise<Meter> {
  const tally = new WireTally(null);
  const front = await openDatagramSocket();
  const clients = new Map<string, Promise<Socket>>();
  const meet = async (address: string, port: number): Promise<Socket> => {
    const onward = await openDatagramSocket(target);
    onward.on("message", (datagram) => {
      tally.push("client", datagram.length);
      front.send(datagram, port, address);
    });
    // The server has gone before its client.
    onward.on("error", () => {});
    return onward;
  };
  front.on("message", (datagram, { address, port }) => {
    tally.push("server", datagram.length);
    const key = `${address}:${port}`;
    const onward = clients.get(key) ?? meet(address, port);
    clients.set(key, onward);
    void onward.then((socket) => socket.send(datagram));
  });
  front.on("error", () => {});
  return {
    address: `127.0.0.1:${front.address().port}`,
    take: () => tally.take(),
    close() {
      front.close();
      for (const onward of clients.values()) void onward.then((socket) => socket.close());
    },
  };
}
