import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { LinkHost, TransportListener } from "@countersign/core";
import { onTestFinished } from "vitest";
import { parseAddress } from "../src/address.ts";
import { type UdpOptions, udp } from "../src/index.ts";
import { type End, RecordingHost, send, started, until } from "./recorder.ts";

/** A listener of this transport for one test, gone with everything it accepted when the test is over. */
export async function listening(options?: UdpOptions, address = "127.0.0.1:0", screen?: LinkHost["screen"]) {
  const transport = udp(options);
  const host = new RecordingHost(screen);
  const listener = await transport.listen(address, host);
  onTestFinished(async () => {
    for (const { link } of host.accepted) link.abort();
    await listener.close();
  });

  /** A started link that has said "hello", and its peer. */
  const dial = async (): Promise<{ client: End; server: End }> => {
    const client = started(await transport.dial(listener.address));
    onTestFinished(() => client.link.abort());
    const index = host.accepted.length;
    send(client.link, ["hello"]);
    await until(() => host.accepted[index]?.sink.packets.length === 1);
    return { client, server: host.accepted[index] as End };
  };

  return { transport, host, listener, dial };
}

/** A bare socket, which can say what no link would. */
export async function bareSocket(host = "127.0.0.1"): Promise<{ socket: Socket; received: string[]; address: string }> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const received: string[] = [];
  socket.on("message", (datagram) => received.push(datagram.toString()));
  socket.bind(0, host);
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return { socket, received, address: `${host}:${socket.address().port}` };
}

/** Sends datagrams as they are. */
export function sendBare(socket: Socket, to: TransportListener | { readonly address: string }, ...datagrams: string[]) {
  const { host, port } = parseAddress(to.address);
  for (const datagram of datagrams) socket.send(datagram, port, host);
}

/** How many sockets of UDP this process has. */
export function socketsOpen(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource.startsWith("UDP")).length;
}
