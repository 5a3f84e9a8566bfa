import { describe, expect, it } from "vitest";
import type { Cipher } from "../../src/cipher.ts";
import type { PeerError } from "../../src/errors.ts";
import { KeyInquiry } from "../../src/handshake/key-inquiry.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { vectors } from "../fixtures/vectors.ts";

interface KeyAnswerVector {
  readonly suite: string;
  readonly clientId: string;
  readonly request: string;
  readonly answer: string;
  readonly keys?: readonly string[];
  readonly result: string;
}

const results: Readonly<Record<string, string>> = {
  ERR_COUNTERSIGN_PROTOCOL: "malformed",
  ERR_COUNTERSIGN_NOT_COUNTERSIGN: "malformed",
  ERR_COUNTERSIGN_SERVER_KEY: "none",
};

const rejections: Readonly<Record<string, string>> = {
  ERR_COUNTERSIGN_VERSION: "rejected 1",
  ERR_COUNTERSIGN_SUITE: "rejected 2",
  ERR_COUNTERSIGN_BUSY: "rejected 4",
};

// spec: W-5, W-12, W-13, H-27
describe("key-answers: a client takes", () => {
  it.each(vectors<KeyAnswerVector>("key-answers"))(
    "$result: $comment",
    ({ suite, clientId, request, answer, keys, result }) => {
      // The server's keys of sealed boxes are X25519's, as the test cipher's are.
      const cipher: Cipher = { ...testCipher(), name: suite.replace(/^Countersign_1_|_SHA256$/g, "") };
      const inquiry = new KeyInquiry({ cipher, reliable: true, random: () => fromHex(clientId) });
      const packet = new Uint8Array(inquiry.nextBytes());
      inquiry.write(packet, 0);
      expect(hex(packet)).toBe(request);
      expect(outcome(() => inquiry.handlePacket(fromHex(answer))?.map(({ encoded }) => hex(encoded)), answer)).toEqual(
        keys ?? result,
      );
    },
  );
});

function outcome(read: () => readonly string[] | undefined, answer: string): readonly string[] | string | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as PeerError;
    const rejected = answer.startsWith("c4") && rejections[code];
    return rejected || (code === "ERR_COUNTERSIGN_VERSION" ? "malformed" : results[code]);
  }
}
