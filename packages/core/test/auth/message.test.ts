import { describe, expect, it } from "vitest";
import { AuthenticationReader, encodeAuthenticationMessage } from "../../src/auth/message.ts";
import { concat, utf8 } from "../../src/bytes.ts";
import { AuthMessage } from "../../src/wire.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

// spec: W-6
describe("authentication messages", () => {
  const message = encodeAuthenticationMessage(AuthMessage.begin, utf8("body"));

  it("are kind, length and body", () => {
    expect(hex(message)).toBe(`01${"0004"}${hex(utf8("body"))}`);
  });

  it("are read wherever they are cut, with their exact bytes", () => {
    for (let cut = 0; cut < message.length; cut++) {
      const reader = new AuthenticationReader();
      expect(reader.push(message.subarray(0, cut))).toBeUndefined();
      expect(reader.offset).toBe(cut);
      const read = reader.push(message.subarray(cut));
      expect(read?.kind).toBe(AuthMessage.begin);
      expect(hex(read?.body as Uint8Array)).toBe(hex(utf8("body")));
      expect(hex(read?.bytes as Uint8Array)).toBe(hex(message));
    }
  });

  it("are read byte by byte, one after the other", () => {
    const reader = new AuthenticationReader();
    const second = encodeAuthenticationMessage(AuthMessage.continue, new Uint8Array());
    const kinds = [...concat(message, second)].map((byte) => reader.push(Uint8Array.of(byte))?.kind);
    expect(kinds.filter((kind) => kind !== undefined)).toEqual([AuthMessage.begin, AuthMessage.continue]);
    expect(reader.offset).toBe(message.length + second.length);
  });

  // spec: A-4
  it("may have 4,096 bytes and no more", () => {
    const longest = encodeAuthenticationMessage(AuthMessage.begin, new Uint8Array(4_096));
    expect(new AuthenticationReader().push(longest)?.body).toHaveLength(4_096);
    const longer = fromHex("011001");
    expect(() => new AuthenticationReader().push(longer)).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  it("are refused when more bytes come than one message has: the sides speak in turn", () => {
    const pushed = () => new AuthenticationReader().push(concat(message, Uint8Array.of(1)));
    expect(pushed).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});
