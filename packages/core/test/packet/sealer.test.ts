import { describe, expect, it } from "vitest";
import { PacketSealer } from "../../src/packet/sealer.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { packetPair, sealed, secret } from "../fixtures/packet-pair.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { watched } from "../fixtures/watched-cipher.ts";

describe("PacketSealer", () => {
  // spec: P-3, P-5
  it.each([true, false])("never uses a key and nonce twice, over many keys (reliable: %s)", (reliable) => {
    const cipher = watched(cipherWith({ maxPackets: 8 }));
    const { sealer } = packetPair(cipher, reliable);
    for (let number = 0; number < 100; number++) {
      expect(sealer.nextNumber).toBe(number);
      sealed(sealer, "same");
    }
    expect(cipher.seals).toHaveLength(100);
    expect(cipher.repeats).toBe(0);
    expect(new Set(cipher.seals.map(({ key }) => key)).size).toBe(Math.ceil(100 / 8));
  });

  it("destroys each key when it takes the next, and the last one in the end", () => {
    const cipher = watched(cipherWith({ maxPackets: 8 }));
    const sealer = new PacketSealer(cipher, Uint8Array.from(secret), true, 1);
    for (let i = 0; i < 20; i++) sealed(sealer, "");
    expect(cipher.destroyed.size).toBe(2);
    sealer.destroy();
    expect(cipher.destroyed).toEqual(new Set(cipher.seals.map(({ key }) => key)));
  });

  it("says how long the packet is, and touches nothing behind it", () => {
    const { sealer } = packetPair(testCipher(), false);
    const packet = Buffer.alloc(64, 0xee);
    expect(sealer.seal(packet, 7 + 10)).toBe(7 + 10 + sealer.overhead);
    expect(packet.subarray(7 + 10 + sealer.overhead).every((byte) => byte === 0xee)).toBe(true);
  });
});
