import type { TransportName } from "../scenarios/shape.ts";
import { openDatagramMeter } from "./datagram-meter.ts";
import { openStreamMeter } from "./stream-meter.ts";
import type { WireCount } from "./wire-tally.ts";

/** Stands between clients and their server, passes everything on and counts it. */
export interface Meter {
  /** Where clients find it, "127.0.0.1:port". */
  readonly address: string;
  /** What passed since the last call, or since the beginning. */
  take(): WireCount;
  close(): void;
}

/** `target`: where the server listens, "host:port". */
export function openMeter(transport: TransportName, target: string): Promise<Meter> {
  return transport === "udp" ? openDatagramMeter(target) : openStreamMeter(target);
}
