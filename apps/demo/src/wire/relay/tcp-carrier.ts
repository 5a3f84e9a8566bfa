import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Direction } from "../protocol.ts";
import type { Carrier, CarrierSink } from "./carrier.ts";

/** Between one TCP client and `target`. It cuts the stream into packets, as everybody can who knows their lengths. */
export async function startTcpCarrier(target: string, sink: CarrierSink): Promise<Carrier> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const receivers: Partial<Record<Direction, Socket>> = {};
  const server = createServer({ allowHalfOpen: true }, (client) => {
    // One conversation, one client.
    if (receivers["to client"]) return void client.destroy();
    const onward = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    receivers["to client"] = client.setNoDelay(true);
    receivers["to server"] = onward;
    hear(client, "to server", sink);
    hear(onward, "to client", sink);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get ports() {
      return { client: receivers["to server"]?.localPort ?? 0, server: Number(port) };
    },
    deliver: (direction, bytes) => void receivers[direction]?.write(bytes),
    end: (direction) => void receivers[direction]?.end(),
    async [Symbol.asyncDispose]() {
      for (const socket of Object.values(receivers)) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hear(from: Socket, direction: Direction, sink: CarrierSink): void {
  let pending: Buffer = Buffer.alloc(0);
  from.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
      const end = 4 + pending.readUInt32BE(0);
      sink.handlePacket(direction, Buffer.from(pending.subarray(0, end)));
      pending = pending.subarray(end);
    }
  });
  from.on("error", () => {});
  from.on("close", () => sink.handleEnd(direction));
  from.on("end", () => sink.handleEnd(direction));
}
