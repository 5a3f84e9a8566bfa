import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect, type Limits, listen, type Server, type Session } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { expect } from "vitest";
import { ciphers } from "./combinations.ts";
import { startRelay } from "./relay.ts";
import { codeOf, parties } from "./witness.ts";

const cipher = await ciphers["sealed-box"]();
const identity = await cipher.generateIdentity();

/** A server over TCP that sends back what it gets. */
export interface Stand extends AsyncDisposable {
  readonly server: Server;
  /** The codes of those who were turned away. */
  readonly refusals: string[];
}

export async function echoServer(limits: Partial<Limits> = {}): Promise<Stand> {
  const { server: authenticate } = parties();
  const server = await listen({ transport: tcp(), address: "127.0.0.1:0", cipher, identity, authenticate, limits });
  const refusals: string[] = [];
  server.on("refused", (error) => refusals.push(codeOf(error)));
  server.on("session", (session) => session.on("message", (message) => session.send(message).catch(noop)));
  return {
    server,
    refusals,
    async [Symbol.asyncDispose]() {
      await server.close({ drain: 10 });
    },
  };
}

export function connectTo(server: Server, address = server.address): Promise<Session> {
  const { client: authenticate } = parties();
  return connect({ transport: tcp(), address, cipher, server: identity.publicKey, authenticate });
}

/** A new client is served from beginning to end. */
export async function expectService(server: Server): Promise<void> {
  const session = await connectTo(server);
  await expectEcho(session);
  await session.close();
}

export async function expectEcho(session: Session): Promise<void> {
  await session.send("are you there?");
  for await (const message of session) {
    expect(message.toString()).toBe("are you there?");
    return;
  }
  expect.fail("the session ended");
}

/** A HELLO that this server admits, as it travels. */
export async function helloFor(server: Server): Promise<Buffer> {
  const packets: Buffer[] = [];
  await using relay = await startRelay(server.address, (packet, direction) => {
    if (direction === "to server") packets.push(Buffer.from(packet));
    return [packet];
  });
  await (await connectTo(server, relay.address)).close();
  const [hello] = packets as [Buffer];
  const length = Buffer.alloc(4);
  length.writeUInt32BE(hello.length);
  return Buffer.concat([length, hello]);
}

/** A socket that says nothing yet. `from`: its own address, one of this machine's. */
export async function strangerTo(server: Server, from = "127.0.0.1"): Promise<Socket> {
  const { hostname, port } = new URL(`tcp://${server.address}`);
  const socket = connectTcp({ port: Number(port), host: hostname, localAddress: from, allowHalfOpen: true });
  socket
    .on("error", noop)
    .on("end", () => socket.destroy())
    .resume();
  await once(socket, "connect");
  return socket;
}

function noop(): void {}
