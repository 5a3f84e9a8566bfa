import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Direction = "to server" | "to client";

/** Sees each packet that passes, its length prefix apart. What it returns goes on; undefined cuts the connection. */
export type Tamper = (packet: Buffer, direction: Direction, index: number) => readonly Buffer[] | undefined;

export interface Relay extends AsyncDisposable {
  /** Dial this instead of the server. */
  readonly address: string;
}

/** An attacker on the path of TCP connections, who knows where packets begin and end. */
export async function startRelay(target: string, tamper: Tamper): Promise<Relay> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const onward = connect(Number(port), hostname);
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    pass(client, onward, "to server", tamper);
    pass(onward, client, "to client", tamper);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(from: Socket, to: Socket, direction: Direction, tamper: Tamper): void {
  let pending: Buffer = Buffer.alloc(0);
  let index = 0;
  from.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
      const end = 4 + pending.readUInt32BE(0);
      const packets = tamper(Buffer.from(pending.subarray(4, end)), direction, index++);
      pending = pending.subarray(end);
      if (!packets) {
        from.destroy();
        to.destroy();
        return;
      }
      for (const packet of packets) {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(packet.length);
        to.write(Buffer.concat([length, packet]));
      }
    }
  });
  from.on("end", () => to.end());
  from.on("close", () => to.end());
}
