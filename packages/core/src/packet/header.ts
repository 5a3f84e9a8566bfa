/** The two forms of a packet's header (spec: P-1). It is the packet's additional data. */
export type Epoch = 0 | 1;

/** Epoch and six reserved bits; on a lossy link the packet's number follows in 6 bytes. */
export function headerBytes(reliable: boolean): number {
  return reliable ? 1 : 7;
}

/** The largest packet number a header can carry. */
export const maxPacketNumber = 2 ** 48 - 1;

export function writeHeader(packet: Uint8Array, reliable: boolean, epoch: Epoch, number: number): void {
  packet[0] = epoch;
  if (reliable) return;
  let rest = number;
  for (let i = 6; i > 0; i--) {
    packet[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

/** The number in the header of a packet on a lossy link. */
export function readNumber(packet: Uint8Array): number {
  let number = 0;
  for (let i = 1; i < 7; i++) number = number * 256 + (packet[i] as number);
  return number;
}
