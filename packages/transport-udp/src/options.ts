import { inspect } from "node:util";
import { UsageError } from "@countersign/core";
import { basePacketBytes, largestPacketBytes } from "./packet-sizes.ts";

export interface UdpOptions {
  /**
   * Largest packet that a session may try, in bytes, 1,200 to 65,519. Default: 1,444, which is what an Ethernet carries
   * in one piece, and 16,384 to a peer on this machine. Larger ones are cut by the system where they do not fit, and
   * lost with any of their pieces.
   */
  readonly maxPacketBytes?: number;
  /**
   * What is asked of the system for each socket to hold, in bytes, in either direction: what comes faster than it is
   * read is lost beyond it. The system has a maximum. Default: 4,194,304.
   */
  readonly socketBufferBytes?: number;
  /** Time to find a host's address when dialling, in milliseconds. Default: 10,000. */
  readonly lookupTimeoutMs?: number;
}

export interface UdpSettings {
  /** Undefined: it depends on the path. */
  readonly maxPacketBytes: number | undefined;
  readonly socketBufferBytes: number;
  readonly lookupTimeoutMs: number;
}

const defaults: UdpSettings = {
  maxPacketBytes: undefined,
  socketBufferBytes: 4 * 1024 * 1024,
  lookupTimeoutMs: 10_000,
};

/** Timers of Node and sizes of socket buffers end here. */
const maxInt32 = 2 ** 31 - 1;

/** Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT. */
export function checkedOptions(options: UdpOptions): UdpSettings {
  if (typeof options !== "object" || options === null) throw invalid("its argument", "an object of options", options);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) {
    const known = Object.keys(defaults).join(", ");
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `udp: there is no option ${unknown}. Known are ${known}.`);
  }
  const settings = { ...defaults, ...options };
  const { maxPacketBytes, socketBufferBytes, lookupTimeoutMs } = settings;
  if (maxPacketBytes !== undefined) {
    requireInteger("maxPacketBytes", maxPacketBytes, basePacketBytes, largestPacketBytes);
  }
  requireInteger("socketBufferBytes", socketBufferBytes, 4_096, maxInt32);
  requireInteger("lookupTimeoutMs", lookupTimeoutMs, 1, maxInt32);
  return settings;
}

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw invalid(name, `an integer from ${min} to ${max}`, value);
}

function invalid(name: string, wanted: string, value: unknown): UsageError {
  const given = typeof value === "string" ? "a string" : inspect(value);
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `udp: ${name} must be ${wanted}, not ${given}`);
}
