/**
 * Whom limits for an address are for: an IPv4 address, or the /64 of an IPv6 one, since a network hands a customer no
 * less (RFC 6177 §2). `address`: with its port, as Node writes it; of one that is neither ("memory:3"), all of it.
 */
export function addressBlock(address: string): string {
  const host = /^\[?(.*?)(?:%[^\]]*)?\]?:\d+$/.exec(address)?.[1] ?? "";
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(host)?.[1];
  if (ipv4) return ipv4;
  return /^[\da-f:.]*:[\da-f:.]*$/i.test(host) ? first64(host) : address;
}

function first64(host: string): string {
  const [left = [], right] = host.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = right ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0") : [];
  return `${[...left, ...zeros, ...(right ?? [])].slice(0, 4).join(":")}::/64`;
}
