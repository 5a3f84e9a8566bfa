import { describe, expect, it } from "vitest";
import { concat, utf8 } from "../../src/bytes.ts";
import { decodeReject, encodeReject, type Reject, rejectError } from "../../src/handshake/reject.ts";
import { RejectCode } from "../../src/wire.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

const reject: Reject = {
  clientId: fromHex("0102030405060708"),
  code: RejectCode.suite,
  versions: [1, 3],
  suites: ["one", "other"],
};
const packet = encodeReject(reject);

// spec: W-3
describe("REJECT", () => {
  it("is laid out as specified", () => {
    const suites = `03${hex(utf8("one"))}05${hex(utf8("other"))}`;
    expect(hex(packet)).toBe(`c4010102030405060708${"02"}${"020103"}${"000a"}${suites}`);
  });

  it("comes back as it was written", () => {
    expect(decodeReject(packet)).toMatchObject({ code: RejectCode.suite, versions: [1, 3], suites: ["one", "other"] });
    expect(hex(decodeReject(packet).clientId)).toBe(hex(reject.clientId));
  });

  // spec: W-5
  it("is refused cut off anywhere, or with trailing bytes", () => {
    for (let end = 1; end < packet.length; end++) {
      expect(() => decodeReject(packet.subarray(0, end)), `${end} bytes`).toThrow(
        peerError("ERR_COUNTERSIGN_PROTOCOL"),
      );
    }
    expect(() => decodeReject(concat(packet, utf8("x")))).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  it("puts nothing into the error that a terminal would obey", () => {
    const { message } = rejectError({
      ...reject,
      suites: ["\u001b[2J", "\u009b2J", "\u007f", "\u202e", "\u2028", "é"],
    });
    expect(message).toContain('"\\u001b[2J", "\\u009b2J", "\\u007f", "\\u202e", "\\u2028", "é"');
  });

  it.each([
    [RejectCode.version, "ERR_COUNTERSIGN_VERSION", "version 1, 3"],
    [RejectCode.suite, "ERR_COUNTERSIGN_SUITE", '"one", "other"'],
    [RejectCode.serverKey, "ERR_COUNTERSIGN_SERVER_KEY", "public key"],
    [RejectCode.busy, "ERR_COUNTERSIGN_BUSY", "no room"],
    [RejectCode.handshake, "ERR_COUNTERSIGN_HANDSHAKE", "application"],
    [99, "ERR_COUNTERSIGN_HANDSHAKE", "application"],
  ] as const)("with code %d tells the client's caller %s", (code, name, words) => {
    const error = rejectError({ ...reject, code });
    expect(error).toEqual(peerError(name));
    expect(error.message).toContain(words);
    expect(error.retryable).toBe(code === RejectCode.busy);
  });
});
