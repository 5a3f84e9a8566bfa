import { BlockList, isIPv6 } from "node:net";
import type { LinkTraits } from "@countersign/core";
import type { UdpSettings } from "./options.ts";
import { routeIdBytes } from "./route-id.ts";

/**
 * With route id, UDP and IPv6 headers 1,256 bytes: every IPv6 path carries 1,280 (RFC 8200 §5), and the IPv4 paths of
 * today too (RFC 9000 §14).
 */
export const basePacketBytes = 1_200;

/** UDP's length has 16 bits, and counts its own header of 8 (RFC 768). IPv4 takes 20 bytes less. */
export const largestPacketBytes = 65_535 - 8 - routeIdBytes;

/** What an Ethernet carries: 1,500 bytes, without the headers of IPv6 (40) and UDP (8). */
const ethernetPacketBytes = 1_500 - 40 - 8 - routeIdBytes;

/** The system carries 64 KiB to itself; of such datagrams an unenlarged socket buffer would hold two or three. */
const loopbackPacketBytes = 16_384;

/** What a link to this host may send. */
export function traitsFor(host: string, { maxPacketBytes }: UdpSettings): LinkTraits {
  const most = isLoopback(host) ? loopbackPacketBytes : ethernetPacketBytes;
  return { reliable: false, basePacketBytes, maxPacketBytes: maxPacketBytes ?? most };
}

function isLoopback(host: string): boolean {
  return loopback.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}

// An IPv4 rule matches IPv4 inside IPv6, too.
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
