import { inspect } from "node:util";
import { UsageError } from "@countersign/core";

export interface TcpOptions {
  /** Send small packets at once instead of waiting to merge them (no Nagle algorithm, RFC 896). Default: true. */
  readonly noDelay?: boolean;
  /** Silence before the system asks whether the peer is still there, in milliseconds; false: never. Default: 60,000. */
  readonly keepAlive?: number | false;
  /** Connections the system may hold for a listener before it accepts them; the system has a maximum. Default: 511. */
  readonly backlog?: number;
  /** Open connections of a listener; those beyond are dropped and the host is told. Default: no limit. */
  readonly maxConnections?: number;
  /** Time to find and reach a host when dialling, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number;
  /** Time a closing link waits for a peer that takes nothing of what is still to send, in milliseconds. Default: 10,000. */
  readonly drainTimeoutMs?: number;
  /** Time a closing link that sent everything waits for the peer to end too, in milliseconds. Default: 2,000. */
  readonly lingerMs?: number;
}

export type TcpSettings = Required<TcpOptions>;

const defaults: TcpSettings = {
  noDelay: true,
  keepAlive: 60_000,
  backlog: 511,
  maxConnections: Number.POSITIVE_INFINITY,
  connectTimeoutMs: 10_000,
  drainTimeoutMs: 10_000,
  lingerMs: 2_000,
};

/** Timers of Node and time spans of sockets end here. */
const maxInt32 = 2 ** 31 - 1;

/** Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT. */
export function checkedOptions(options: TcpOptions): TcpSettings {
  if (typeof options !== "object" || options === null) throw invalid("its argument", "an object of options", options);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) {
    const known = Object.keys(defaults).join(", ");
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `tcp: there is no option ${unknown}. Known are ${known}.`);
  }
  const settings = { ...defaults, ...options };
  if (typeof settings.noDelay !== "boolean") throw invalid("noDelay", "a boolean", settings.noDelay);
  if (settings.keepAlive !== false) requireInteger("keepAlive", settings.keepAlive, 1_000, "false or ");
  requireInteger("backlog", settings.backlog, 1);
  if (settings.maxConnections !== defaults.maxConnections) requireInteger("maxConnections", settings.maxConnections, 1);
  requireInteger("connectTimeoutMs", settings.connectTimeoutMs, 1);
  requireInteger("drainTimeoutMs", settings.drainTimeoutMs, 1);
  requireInteger("lingerMs", settings.lingerMs, 0);
  return settings;
}

function requireInteger(name: string, value: number, min: number, or = ""): void {
  if (Number.isInteger(value) && value >= min && value <= maxInt32) return;
  throw invalid(name, `${or}an integer from ${min} to ${maxInt32}`, value);
}

function invalid(name: string, wanted: string, value: unknown): UsageError {
  const given = typeof value === "string" ? "a string" : inspect(value);
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `tcp: ${name} must be ${wanted}, not ${given}`);
}
