import { isIPv6 } from "node:net";
import { inspect } from "node:util";
import { UsageError } from "@countersign/core";

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads "host:port". A host is a name, an IPv4 address, or an IPv6 address in brackets (RFC 3986 §3.2.2), with its
 * zone where it needs one. Throws UsageError ERR_COUNTERSIGN_INVALID_ADDRESS.
 */
export function parseAddress(address: string): HostAndPort {
  if (typeof address !== "string") throw invalid(address, "an address is a string");
  const colon = address.lastIndexOf(":");
  if (colon < 0 || address.endsWith("]")) throw invalid(address, "the port is missing");
  return { host: parseHost(address, address.slice(0, colon)), port: parsePort(address, address.slice(colon + 1)) };
}

/** As `parseAddress`, where port 0 has no meaning. */
export function parseDialAddress(address: string): HostAndPort {
  const parsed = parseAddress(address);
  if (parsed.port === 0) throw invalid(address, "port 0 is for listening only");
  return parsed;
}

/** What `parseAddress` reads. IPv4 inside IPv6 (RFC 4291 §2.5.5.2) is written as the IPv4 it is. */
export function formatAddress(host: string, port: number): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host);
  if (mapped) return `${mapped[1]}:${port}`;
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function parseHost(address: string, host: string): string {
  if (host === "") throw invalid(address, 'the host is missing (all interfaces: "0.0.0.0" or "[::]")');
  const bracketed = /^\[(.*)\]$/.exec(host);
  if (bracketed) {
    const inside = bracketed[1] ?? "";
    if (!isIPv6(inside)) throw invalid(address, "only an IPv6 address stands in brackets");
    return inside;
  }
  if (isIPv6(host) || isIPv6(address)) throw invalid(address, "an IPv6 address needs brackets");
  if (!/^[\p{L}\p{N}\p{M}._-]+$/u.test(host)) throw invalid(address, "the host is neither a name nor an IP address");
  return host;
}

function parsePort(address: string, port: string): number {
  if (/^[0-9]{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw invalid(address, "the port must be a number from 0 to 65535; names of services are not looked up");
}

function invalid(address: unknown, problem: string): UsageError {
  const shown = mayBeKey(address)
    ? "A text that may itself be a key"
    : inspect(address, { maxStringLength: 100, breakLength: Number.POSITIVE_INFINITY });
  return new UsageError(
    "ERR_COUNTERSIGN_INVALID_ADDRESS",
    `${shown} is no UDP address: ${problem}. Wanted: "host:port", as in "127.0.0.1:7000" or "[::1]:7000"`,
  );
}

/** A key in an address's place is not repeated: as text it is long, and has no colon. */
function mayBeKey(address: unknown): boolean {
  return typeof address === "string" && address.length > 40 && !address.includes(":");
}
