export const transportNames = ["tcp", "udp"] as const;
export type TransportName = (typeof transportNames)[number];

/** What a kind is measured with: how large messages are, and the packets they travel in. */
export interface Shape {
  /** Bytes of a message; null: messages are not what is measured. */
  readonly size: number | null;
  /** Bytes of the largest packet; null: it is not part of the question. */
  readonly packetBytes: number | null;
}

/** Bytes of packets over UDP: what every path carries, what a session takes to this machine, what IPv4 takes at most. */
export const packetSizes = {
  base: 1_200,
  loopback: 16_384,
  /** 65,535 without the headers of IPv4 (20) and UDP (8), and without the route id (8). */
  largest: 65_535 - 20 - 8 - 8,
} as const;

/** Messages of these sizes, and no word of packets. */
export function sized(...sizes: number[]): readonly Shape[] {
  return sizes.map((size) => ({ size, packetBytes: null }));
}

/** Messages of one size in packets of these. */
export function packed(size: number, ...packets: number[]): readonly Shape[] {
  return packets.map((packetBytes) => ({ size, packetBytes }));
}

export const shapeless: readonly Shape[] = [{ size: null, packetBytes: null }];
