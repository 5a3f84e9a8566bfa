import type { Transport } from "@countersign/core";
import { dial } from "./dial.ts";
import { checkedOptions, type TcpOptions } from "./options.ts";
import { listen } from "./tcp-listener.ts";

/**
 * The TCP transport: each packet travels as its length, a big-endian u32, and its bytes. Addresses are "host:port",
 * IPv6 in brackets: "example.org:7000", "127.0.0.1:7000", "[::1]:7000"; port 0 listens on any free port.
 * Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT for an option out of range.
 */
export function tcp(options: TcpOptions = {}): Transport {
  const settings = checkedOptions(options);
  return {
    name: "tcp",
    dial: (address, { signal } = {}) => dial(address, settings, signal),
    listen: (address, host) => listen(address, settings, host),
  };
}
