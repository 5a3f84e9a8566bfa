import type { Direction } from "../protocol.ts";

/** What a transport puts in front of each packet. */
export interface Framing {
  readonly transport: "tcp" | "udp";
  /** Bytes before the packet itself. */
  headBytes(direction: Direction): number;
}

export const framings = {
  /** A length of four bytes. */
  tcp: { transport: "tcp", headBytes: () => 4 },
  /** A route id, from the client only (spec: W-10). */
  udp: { transport: "udp", headBytes: (direction: Direction) => (direction === "to server" ? 8 : 0) },
} as const satisfies Record<string, Framing>;

/** What everybody sees of a packet: its first byte (spec: W-9). */
export function kindOf(first: number | undefined): string {
  return (first !== undefined && kinds[first]) || "unknown";
}

const kinds: Readonly<Record<number, string>> = {
  0: "authentication",
  1: "packet",
  193: "HELLO",
  194: "ACCEPT",
  195: "RETRY",
  196: "REJECT",
};

/** A packet in TCP's stream. */
export function withLength(packet: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packet.length);
  return Buffer.concat([length, packet]);
}
