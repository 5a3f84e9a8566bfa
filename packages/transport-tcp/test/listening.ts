import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Link } from "@countersign/core";
import { onTestFinished } from "vitest";
import { parseAddress } from "../src/address.ts";
import { type TcpOptions, tcp } from "../src/index.ts";
import { type Recorder, RecordingHost, until } from "./recorder.ts";

export interface End {
  readonly link: Link;
  readonly sink: Recorder;
}

/** A listener of this transport for one test, gone with everything it accepted when the test is over. */
export async function listening(options?: TcpOptions, address = "127.0.0.1:0") {
  const transport = tcp(options);
  const host = new RecordingHost();
  const listener = await transport.listen(address, host);
  let taken = 0;
  onTestFinished(async () => {
    for (const { link } of host.accepted) link.abort();
    await listener.close();
  });

  const accepted = async (): Promise<End> => {
    const index = taken++;
    await until(() => host.accepted.length > index);
    return host.accepted[index] as End;
  };

  /** A dialled link that is not started, and its peer. */
  const dial = async (): Promise<{ client: Link; server: End }> => {
    const client = await transport.dial(listener.address);
    onTestFinished(() => client.abort());
    return { client, server: await accepted() };
  };

  /** A bare socket, which can say what no link would, and its peer. */
  const dialRaw = async (): Promise<{ raw: Socket; server: End }> => {
    const raw = connect({ ...parseAddress(listener.address), noDelay: true, allowHalfOpen: true });
    onTestFinished(() => void raw.destroy());
    await once(raw, "connect");
    return { raw, server: await accepted() };
  };

  return { transport, host, listener, accepted, dial, dialRaw };
}

/** A packet as it travels. */
export function framed(packet: Uint8Array): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(packet.length);
  return Buffer.concat([prefix, packet]);
}
