import type { Socket } from "node:dgram";
import { openDatagramSocket } from "../subjects/datagram-socket.ts";
import type { Conditions } from "./conditions.ts";
import { Direction, newCounter, type RelayCounts } from "./direction.ts";
import { Fates } from "./fates.ts";
import { Pump } from "./pump.ts";

export interface RelayOptions {
  readonly conditions: Conditions;
  /** Decides which packets are lost and which are held back. */
  readonly seed: number;
  /** Where the server listens, "127.0.0.1:port". */
  readonly target: string;
}

export interface Relay {
  /** Where clients find it. */
  readonly address: string;
  counts(): RelayCounts;
  close(): void;
}

/** Carries datagrams between one server and its clients: a socket for all of these, and one towards the server for each. */
export async function openRelay({ conditions, seed, target }: RelayOptions): Promise<Relay> {
  const front = await openDatagramSocket();
  const counter = newCounter();
  const toServer = new Direction<() => void>(conditions, counter);
  const toClients = new Direction<() => void>(conditions, counter);
  const clients = new Map<string, Promise<Client>>();
  const pump = new Pump([toServer, toClients]);

  const meet = async (address: string, port: number, number: number): Promise<Client> => {
    const socket = await openDatagramSocket(target);
    const backwards = new Fates(conditions, seed, `${number}/to-client`);
    socket.on("message", (packet) => {
      toClients.push(() => front.send(packet, port, address), packet.length, backwards, performance.now());
      pump.wake();
    });
    // The server's process ended before its clients did.
    socket.on("error", () => {});
    return { socket, forwards: new Fates(conditions, seed, `${number}/to-server`) };
  };
  front.on("error", () => {});
  front.on("message", (packet, { address, port }) => {
    const key = `${address}:${port}`;
    const known = clients.get(key) ?? meet(address, port, clients.size);
    clients.set(key, known);
    void known.then(({ socket, forwards }) => {
      toServer.push(() => socket.send(packet), packet.length, forwards, performance.now());
      pump.wake();
    });
  });
  return {
    address: `127.0.0.1:${front.address().port}`,
    counts: () => ({ ...counter }),
    close: () => {
      pump.stop();
      front.close();
      for (const client of clients.values()) void client.then(({ socket }) => socket.close());
    },
  };
}

interface Client {
  readonly socket: Socket;
  readonly forwards: Fates;
}
