export const networkNames = ["tcp", "udp"] as const;
export type NetworkName = (typeof networkNames)[number];

/** What messages travel by; "none": they stay in one process. */
export const transportNames = [...networkNames, "none"] as const;
export type TransportName = (typeof transportNames)[number];

/** What a kind is measured with: how large messages are, and the packets they travel in. */
export interface Shape {
  /** Bytes of a message; null: messages are not what is measured. */
  readonly size: number | null;
  /** Bytes of the largest packet; null: it is not part of the question. */
  readonly packetBytes: number | null;
  /** How many at once, or a second: what the kind says; null: it is not part of the question. */
  readonly load: number | null;
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
  return sizes.map((size) => ({ size, packetBytes: null, load: null }));
}

/** Messages of one size, or none, in packets of these. */
export function packed(size: number | null, ...packets: number[]): readonly Shape[] {
  return packets.map((packetBytes) => ({ size, packetBytes, load: null }));
}

/** Messages of one size, or none, under these loads. */
export function loaded(size: number | null, ...loads: number[]): readonly Shape[] {
  return loads.map((load) => ({ size, packetBytes: null, load }));
}

export const shapeless: readonly Shape[] = [{ size: null, packetBytes: null, load: null }];
