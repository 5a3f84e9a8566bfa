import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { CarrierSink, DatagramCarrier } from "./carrier.ts";

/** Between one UDP client and `target`. */
export async function startUdpCarrier(target: string, sink: CarrierSink): Promise<DatagramCarrier> {
  const { hostname, port } = new URL(`udp://${target}`);
  const sockets = new Set<Socket>();
  let clientPort = 0;
  const near = await open();
  let far = await openFar();
  near.on("message", (datagram, from) => {
    clientPort ||= from.port;
    if (from.port === clientPort) sink.handlePacket("to server", datagram);
  });

  async function open(): Promise<Socket> {
    const socket = createSocket({ type: "udp4", recvBufferSize: bufferBytes, sendBufferSize: bufferBytes });
    sockets.add(socket);
    socket.on("error", () => {});
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return socket;
  }

  async function openFar(): Promise<Socket> {
    const socket = await open();
    socket.on("message", (datagram, from) => {
      if (from.port === Number(port)) sink.handlePacket("to client", datagram);
    });
    return socket;
  }

  return {
    address: `127.0.0.1:${near.address().port}`,
    get ports() {
      return { client: far.address().port, server: Number(port) };
    },
    deliver(direction, bytes) {
      if (!sockets.has(near)) return;
      if (direction === "to server") far.send(bytes, Number(port), hostname);
      else if (clientPort > 0) near.send(bytes, clientPort, "127.0.0.1");
    },
    end() {},
    async move() {
      const old = far;
      far = await openFar();
      // Nobody listens there any more: what the server still sends to it is lost.
      old.removeAllListeners("message");
    },
    async openElsewhere(answered) {
      const socket = await open();
      socket.on("message", answered);
      return {
        port: socket.address().port,
        deliver: (direction, bytes) =>
          socket.send(bytes, direction === "to server" ? Number(port) : clientPort, "127.0.0.1"),
      };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.close();
      sockets.clear();
    },
  };
}

const bufferBytes = 1024 * 1024;
