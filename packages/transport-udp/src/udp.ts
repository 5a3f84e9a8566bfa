import type { Transport } from "@countersign/core";
import { dial } from "./dial.ts";
import { checkedOptions, type UdpOptions } from "./options.ts";
import { listen } from "./udp-listener.ts";

/**
 * The UDP transport: each packet travels in one datagram, behind the route id of its link on the way to the server. Its
 * links lose packets, and sessions make up for it. Addresses are "host:port", IPv6 in brackets: "example.org:7000",
 * "127.0.0.1:7000", "[::1]:7000"; port 0 listens on any free port.
 * Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT for an option out of range.
 */
export function udp(options: UdpOptions = {}): Transport {
  const settings = checkedOptions(options);
  return {
    name: "udp",
    dial: (address, { signal } = {}) => dial(address, settings, signal),
    listen: (address, host) => listen(address, settings, host),
  };
}
