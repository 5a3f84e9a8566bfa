import { setTimeout as delay } from "node:timers/promises";
import type { Link } from "@countersign/core";

/**
 * Sends packets of that many bytes until the kernel's buffers and the link are full, which takes a peer that does not
 * read. Returns the bytes on the wire.
 */
export async function fill(link: Link, packetBytes = 65_532, flushEach = false): Promise<number> {
  let bytes = 0;
  for (let refusals = 0; refusals < 3; ) {
    if (link.reserve(packetBytes)) {
      link.commit(packetBytes);
      bytes += 4 + packetBytes;
      refusals = 0;
      if (flushEach) link.flush();
    } else {
      refusals++;
      await delay(20);
    }
  }
  return bytes;
}
