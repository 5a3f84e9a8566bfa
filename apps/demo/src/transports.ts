import type { Transport } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { udp } from "@countersign/transport-udp";

/** The transports that can be chosen on the command line. */
export const transports = {
  tcp: () => tcp(),
  udp: () => udp(),
} satisfies Record<string, () => Transport>;

export type TransportName = keyof typeof transports;

export const transportNames = Object.keys(transports) as TransportName[];

/** The one that is used unless another is named. */
export const defaultTransport: TransportName = "tcp";

export function isTransportName(name: string): name is TransportName {
  return Object.hasOwn(transports, name);
}
