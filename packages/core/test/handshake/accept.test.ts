import { describe, expect, it } from "vitest";
import { concat, utf8 } from "../../src/bytes.ts";
import { decodeAccept, encodeAcceptHead } from "../../src/handshake/accept.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

const clientId = fromHex("0102030405060708");
const head = encodeAcceptHead({ clientId, sealed: utf8("sealed"), payloadBytes: 7 });
const packet = concat(head, utf8("payload"));

// spec: W-2
describe("ACCEPT", () => {
  it("is laid out as specified", () => {
    expect(hex(head)).toBe(`c2010102030405060708${"0006"}${hex(utf8("sealed"))}${"0007"}`);
  });

  it("comes back as it was written", () => {
    const received = decodeAccept(packet);
    expect(received).toMatchObject({ version: 1, payloadBytes: 7 });
    expect([received.clientId, received.sealed, received.head, received.payload].map(hex)).toEqual(
      [clientId, utf8("sealed"), head, utf8("payload")].map(hex),
    );
  });

  it("does not depend on the packet's memory", () => {
    const borrowed = Uint8Array.from(packet);
    const received = decodeAccept(borrowed);
    borrowed.fill(0);
    expect(hex(received.head) + hex(received.payload)).toBe(hex(packet));
  });

  // spec: W-5
  it("is refused cut off anywhere, or with trailing bytes", () => {
    for (let end = 1; end < packet.length; end++) {
      expect(() => decodeAccept(packet.subarray(0, end)), `${end} bytes`).toThrow(
        peerError("ERR_COUNTERSIGN_PROTOCOL"),
      );
    }
    expect(() => decodeAccept(concat(packet, utf8("x")))).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});
