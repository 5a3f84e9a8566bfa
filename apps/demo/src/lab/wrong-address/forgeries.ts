import { randomBytes } from "node:crypto";
import { lie } from "./naive.ts";

/**
 * What somebody without keys can send a client of ours in the server's name: the answer as it is, noise, a packet of the
 * server's that was recorded, the same with a bit changed or another number, and a packet that has everything but a
 * genuine tag.
 */
export function forgeries(recorded: Buffer): readonly Buffer[] {
  const changed = Buffer.from(recorded);
  changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
  const renumbered = Buffer.from(recorded);
  renumbered[lastOfNumber] = ((recorded[lastOfNumber] as number) + 50) % 256;
  return [Buffer.from(lie), randomBytes(64), recorded, changed, renumbered, packetOf(lie, 200)];
}

/** A packet on a lossy link (docs/spec/packets.md, P-1) with one DATAGRAM frame, unencrypted, and a tag of zeros. */
function packetOf(text: string, number: number): Buffer {
  const header = Buffer.from([1, 0, 0, 0, 0, 0, number]);
  const frame = Buffer.concat([Buffer.from([datagramFrame, text.length]), Buffer.from(text)]);
  return Buffer.concat([header, frame, Buffer.alloc(tagBytes)]);
}

const lastOfNumber = 6;
const datagramFrame = 6;
const tagBytes = 16;
