import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Direction, Relay } from "./relay.ts";

/** What an attacker does who sees a stream of bytes and no packets. */
export interface ByteAttack {
  /** Ends the connection behind so many bytes of this direction. */
  readonly cut?: { readonly direction: Direction; readonly after: number; readonly reset: boolean };
  /** Reads and passes on one byte at a time of this direction. */
  readonly slow?: Direction;
}

export interface ByteRelay extends Relay {
  /** Bytes that passed, in each direction. */
  readonly passed: Readonly<Record<Direction, number>>;
  /** Reads nothing more of this direction, so that its sender has to wait. */
  stall(direction: Direction): void;
}

/** Passes bytes on between clients and `target` as they come, until the attack has its way. */
export async function startByteRelay(target: string, { cut, slow }: ByteAttack = {}): Promise<ByteRelay> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const passed = { "to server": 0, "to client": 0 };
  const sources: Record<Direction, Set<Socket>> = { "to server": new Set(), "to client": new Set() };
  const pass = (from: Socket, to: Socket, direction: Direction) => {
    sources[direction].add(from);
    from.on("error", () => {});
    from.on("end", () => to.end());
    from.on("close", () => to.destroy());
    const left = () => (cut?.direction === direction ? cut.after - passed[direction] : Number.POSITIVE_INFINITY);
    const forward = (chunk: Buffer) => {
      const bytes = chunk.subarray(0, left());
      passed[direction] += bytes.length;
      to.write(bytes);
      if (left() > 0) return;
      if (cut?.reset) to.resetAndDestroy();
      else to.end();
      to.once("finish", () => from.destroy());
    };
    if (left() === 0) forward(Buffer.alloc(0));
    if (slow === direction) void passSlowly(from, forward);
    else from.on("data", forward);
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const onward = connect({ port: Number(port), host: hostname, allowHalfOpen: true, noDelay: true });
    pass(client, onward, "to server");
    pass(onward, client, "to client");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    stall(direction) {
      for (const socket of sources[direction]) socket.pause();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...sources["to server"], ...sources["to client"]]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function passSlowly(from: Socket, forward: (byte: Buffer) => void): Promise<void> {
  while (!from.readableEnded && !from.destroyed) {
    const byte = from.read(1) as Buffer | null;
    if (byte) forward(byte);
    await nextTurn();
  }
}
