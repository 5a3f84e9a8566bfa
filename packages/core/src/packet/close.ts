import { writeCloseFrame } from "./frame.ts";
import type { PacketSealer } from "./sealer.ts";

/** Bytes that are enough for the last packet of a session, whatever the cipher: one CLOSE, or REJECT. */
export const closePacketBytes = 512;

/** A packet that says only that the session is over, and why. Returns its length. */
export function sealClose(sealer: PacketSealer, packet: Uint8Array, code: number): number {
  return sealer.seal(packet, writeCloseFrame(packet, sealer.headerBytes, code));
}
