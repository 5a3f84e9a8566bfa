import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { TransportName } from "../transports.ts";

/** A client that does not know the protocol. */
export interface Stranger {
  /** What it says instead, for people. */
  readonly speaks: string;
  /** Resolves with what became of it, for people. */
  call(host: string, port: number): Promise<string>;
}

/** The usual one for each transport. */
export const strangers: Readonly<Record<TransportName, Stranger>> = {
  tcp: { speaks: "speaks HTTP", call: callByTcp },
  udp: { speaks: "sends datagrams: HTTP, noise, and an empty one", call: callByUdp },
};

const request = "GET / HTTP/1.1\r\nHost: countersign\r\n\r\n";

async function callByTcp(host: string, port: number): Promise<string> {
  const socket = connect(port, host);
  let received = 0;
  socket.on("data", ({ length }) => {
    received += length;
  });
  socket.on("error", () => {});
  socket.write(request);
  await once(socket, "close");
  return `got ${received} bytes, then the connection was closed`;
}

async function callByUdp(host: string, port: number): Promise<string> {
  const socket = createSocket("udp4");
  let received = 0;
  socket.on("message", ({ length }) => {
    received += length;
  });
  for (const datagram of [request, randomBytes(1_200), ""]) socket.send(datagram, port, host);
  // Nobody says that there will be no answer.
  await setTimeout(patienceMs);
  socket.close();
  return `got ${received} bytes back in ${patienceMs} ms`;
}

const patienceMs = 300;
