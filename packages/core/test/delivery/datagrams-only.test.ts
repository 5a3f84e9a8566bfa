import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/bytes.ts";
import { DatagramsOnly } from "../../src/delivery/lossy/datagrams-only.ts";
import { FrameType } from "../../src/wire.ts";
import { datagramsOf, nextPlaintext, take } from "../fixtures/carry.ts";
import { peerError, usageError } from "../fixtures/failure.ts";

describe("DatagramsOnly", () => {
  it("carries datagrams, several in one packet, whichever packets arrive", () => {
    const [from, to] = [new DatagramsOnly(1_100, 1_000), new DatagramsOnly(1_100, 1_000)];
    for (let i = 0; i < 9; i++) from.sendDatagram(Buffer.alloc(300, i));
    const packets = [1, 2, 3].map(() => nextPlaintext(from, 1_100) as Buffer);
    expect([from.queuedBytes, from.nextBytes(1_100)]).toEqual([0, 0]);
    for (const index of [2, 0]) take(to, packets[index] as Buffer);
    expect(datagramsOf(to).map(([first]) => first)).toEqual([6, 7, 8, 0, 1, 2]);
  });

  it("refuses messages, ours and the peer's", () => {
    const delivery = new DatagramsOnly(1_100, 1_000);
    expect(() => delivery.send()).toThrow(usageError("ERR_COUNTERSIGN_LOSSY_LINK"));
    const plaintext = Buffer.from(utf8("message"));
    expect(() => delivery.handleFrame(FrameType.message, plaintext, 0, 7)).toThrow(
      peerError("ERR_COUNTERSIGN_PROTOCOL"),
    );
    expect([delivery.pollArrival(), delivery.pollReleased()]).toEqual([undefined, undefined]);
  });
});
