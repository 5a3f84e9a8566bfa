import { randomInt } from "node:crypto";
import type { Socket } from "node:dgram";
import { openDatagramSocket } from "../datagram-socket.ts";
import type { Accept, Ends, Sink } from "../subject.ts";
import { PacketType, shortPacket } from "./packet.ts";
import { PacketPipe } from "./packet-pipe.ts";

/**
 * Control: messages over node:dgram with nothing to protect or to repair them. As in the UDP transport a client's
 * socket is connected, and the server has one for all clients.
 */
export function rawUdp(packetBytes: number): Ends {
  return {
    async serve(accept) {
      const socket = await openDatagramSocket();
      serveClients(socket, packetBytes, accept);
      return { invitation: { address: `127.0.0.1:${socket.address().port}` }, close: async () => void socket.close() };
    },

    async client({ address }) {
      return async (sink) => {
        const socket = await openDatagramSocket(address);
        return welcomed(socket, packetBytes, sink);
      };
    },
  };
}

function serveClients(socket: Socket, packetBytes: number, accept: Accept): void {
  const pipes = new Map<string, PacketPipe>();
  socket.on("message", (packet, { address, port }) => {
    const key = `${address}:${port}`;
    if (packet[0] !== PacketType.hello) return pipes.get(key)?.receive(packet);
    socket.send(shortPacket(PacketType.welcome, packet.readUInt32BE(1)), port, address);
    if (pipes.has(key)) return;
    const pipe = new PacketPipe({
      packetBytes,
      send: (data, taken) => socket.send(data, port, address, taken),
      get busy() {
        return socket.getSendQueueCount() > 0;
      },
      leave: () => pipes.delete(key),
    });
    pipes.set(key, pipe);
    pipe.read(accept(pipe));
  });
}

/** Resolves when the server has answered. */
function welcomed(socket: Socket, packetBytes: number, sink: Sink): Promise<PacketPipe> {
  const number = randomInt(2 ** 32);
  const pipe = new PacketPipe({
    packetBytes,
    send: (data, taken) => socket.send(data, taken),
    get busy() {
      return socket.getSendQueueCount() > 0;
    },
    leave: () => void socket.close(),
  });
  pipe.read(sink);
  const sayHello = () => socket.send(shortPacket(PacketType.hello, number));
  const timer = setInterval(sayHello, helloAgainMs);
  return new Promise((resolve, reject) => {
    socket.on("error", (error) => {
      clearInterval(timer);
      reject(error);
      pipe.end(error);
    });
    socket.on("message", (packet) => {
      if (packet[0] !== PacketType.welcome) return pipe.receive(packet);
      clearInterval(timer);
      resolve(pipe);
    });
    sayHello();
  });
}

const helloAgainMs = 250;
