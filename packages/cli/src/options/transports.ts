import type { Transport } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { udp } from "@countersign/transport-udp";
import { Option } from "commander";

export const transports = { tcp: () => tcp(), udp: () => udp() } satisfies Record<string, () => Transport>;

export type TransportName = keyof typeof transports;

export function transportOption(): Option {
  return new Option("--transport <name>", "what carries the packets").choices(Object.keys(transports)).default("tcp");
}
