import type { Transport } from "@countersign/core";
import type { NetworkName } from "../scenarios/shape.ts";

/** A transport of ours, loaded when it is measured. */
export async function openTransport(name: NetworkName, packetBytes: number | null): Promise<Transport> {
  if (name === "tcp") return (await import("@countersign/transport-tcp")).tcp();
  const { udp } = await import("@countersign/transport-udp");
  return packetBytes === null ? udp() : udp({ maxPacketBytes: packetBytes });
}
