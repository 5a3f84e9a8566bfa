import { describe, expect, it } from "vitest";
import { PacketOpener } from "../../src/packet/opener.ts";
import { PacketSealer } from "../../src/packet/sealer.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { protection } from "../fixtures/recorded-cipher.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { vectors } from "../fixtures/vectors.ts";

interface Series {
  readonly comment: string;
  readonly aead: string;
  readonly link: "reliable" | "lossy";
  readonly secret: string;
  readonly packets: readonly { readonly packet: string; readonly plaintext?: string }[];
  readonly result: readonly string[];
}

const series = vectors<Series>("packets");
const cipherOf = ({ aead }: Series) => ({ ...testCipher(), protect: (key: Uint8Array) => protection(aead, key) });

describe("packets.json", () => {
  // spec: P-1, P-2, P-4, P-5, P-6, P-7
  it.each(series)("$comment", (vector) => {
    const opener = new PacketOpener(cipherOf(vector), fromHex(vector.secret), vector.link === "reliable");
    for (const [at, { packet, plaintext }] of vector.packets.entries()) {
      const { forged, replayed } = opener;
      const opened = opener.open(fromHex(packet));
      const outcome = opened ? "opened" : opener.forged > forged ? "forged" : opener.replayed > replayed && "replayed";
      expect(outcome, `packet ${at}`).toBe(vector.result[at]);
      expect(opened && hex(opened)).toBe(plaintext);
    }
  });

  // spec: P-3
  it.each(series.filter(({ comment }) => comment.endsWith("In order.")))("sealed: $comment", (vector) => {
    const sealer = new PacketSealer(cipherOf(vector), fromHex(vector.secret), vector.link === "reliable", 1);
    for (const { packet, plaintext = "" } of vector.packets) {
      const memory = Buffer.alloc(packet.length / 2);
      memory.write(plaintext, sealer.headerBytes, "hex");
      expect(sealer.seal(memory, sealer.headerBytes + plaintext.length / 2)).toBe(memory.length);
      expect(hex(memory)).toBe(packet);
    }
  });
});
