import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { concat, utf8 } from "../../src/bytes.ts";
import { decodeHello, encodeHelloHead, keyHint } from "../../src/handshake/hello.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

const hello = {
  clientId: fromHex("0102030405060708"),
  suite: "suite",
  keyHint: fromHex("1112131415161718"),
  sealed: utf8("sealed"),
  ephemeral: utf8("ephemeral"),
  payloadBytes: 7,
};
const head = encodeHelloHead(hello);
const packet = concat(head, utf8("payload"));
const [cookieAt, cookieBytes] = [10, 32];

// spec: W-1
describe("HELLO", () => {
  it("is laid out as specified", () => {
    const parts = ["c101", "0102030405060708", "00".repeat(cookieBytes), "05", hex(utf8("suite"))];
    const rest = ["1112131415161718", "0006", hex(utf8("sealed")), "0009", hex(utf8("ephemeral")), "0007"];
    expect(hex(head)).toBe([...parts, ...rest].join(""));
  });

  it("comes back as it was written", () => {
    const received = decodeHello(packet);
    expect(received).toMatchObject({ suite: "suite", payloadBytes: 7 });
    for (const field of ["clientId", "keyHint", "sealed", "ephemeral"] as const) {
      expect(hex(received[field])).toBe(hex(hello[field]));
    }
    expect(hex(received.head)).toBe(hex(head));
    expect(hex(received.payload)).toBe(hex(utf8("payload")));
  });

  // spec: H-6, the cookie is no part of the transcript
  it("has the same head with any cookie, and leaves the packet as it was", () => {
    const withCookie = Uint8Array.from(packet).fill(0xab, cookieAt, cookieAt + cookieBytes);
    const before = hex(withCookie);
    expect(hex(decodeHello(withCookie).head)).toBe(hex(head));
    expect(hex(withCookie)).toBe(before);
  });

  // spec: W-5
  it("is refused cut off anywhere, or with trailing bytes", () => {
    for (let end = 1; end < packet.length; end++) {
      expect(() => decodeHello(packet.subarray(0, end)), `${end} bytes`).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
    }
    expect(() => decodeHello(concat(packet, utf8("x")))).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  it("is refused when it is another message", () => {
    const other = Uint8Array.from(packet).fill(0xc2, 0, 1);
    expect(() => decodeHello(other)).toThrow(peerError("ERR_COUNTERSIGN_NOT_COUNTERSIGN"));
  });
});

// spec: H-5
describe("keyHint", () => {
  it("is a hash of client id and key, salted by the id", () => {
    const [id, key] = [fromHex("0102030405060708"), utf8("SPKI")];
    const hash = createHash("sha256").update("countersign hint").update(id).update(key).digest("hex");
    expect(hex(keyHint(id, key))).toBe(hash.slice(0, 16));
    expect(hex(keyHint(fromHex("0102030405060709"), key))).not.toBe(hash.slice(0, 16));
    expect(hex(keyHint(id, utf8("other")))).not.toBe(hash.slice(0, 16));
  });
});
