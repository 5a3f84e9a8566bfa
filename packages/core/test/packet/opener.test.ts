import { describe, expect, it } from "vitest";
import { PacketOpener } from "../../src/packet/opener.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { withFlippedBit } from "../fixtures/flip.ts";
import { opened, packetPair, sealed, secret } from "../fixtures/packet-pair.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { watched } from "../fixtures/watched-cipher.ts";

/** A key for every 8 packets. */
const shortKeys = cipherWith({ maxPackets: 8 });

describe.each([true, false])("PacketOpener (reliable: %s)", (reliable) => {
  it("opens what was sealed, over many keys", () => {
    const { sealer, opener } = packetPair(shortKeys, reliable);
    for (let i = 0; i < 30; i++) {
      expect(opened(opener, sealed(sealer, `message ${i}`))).toBe(`message ${i}`);
      expect(opener.number).toBe(i);
    }
    expect([opener.forged, opener.replayed]).toEqual([0, 0]);
  });

  // spec: P-2, the header is covered too
  it("opens no packet with a changed bit, counts it, and opens the true one afterwards", () => {
    const { sealer, opener } = packetPair(testCipher(), reliable);
    const packet = sealed(sealer, "message");
    for (let bit = 0; bit < packet.length * 8; bit++) {
      expect(opened(opener, withFlippedBit(packet, bit)), `bit ${bit}`).toBeUndefined();
      expect(opener.forged + opener.replayed, `bit ${bit}`).toBe(bit + 1);
    }
    expect(opened(opener, packet)).toBe("message");
  });

  it("opens no packet that is cut short or lengthened", () => {
    const { sealer, opener } = packetPair(testCipher(), reliable);
    const packet = sealed(sealer, "message");
    for (let end = 0; end < packet.length; end++) {
      expect(opened(opener, packet.subarray(0, end)), `${end} bytes`).toBeUndefined();
    }
    expect(opened(opener, Buffer.concat([packet, Buffer.alloc(1)]))).toBeUndefined();
    expect(opener.forged).toBe(packet.length + 1);
  });

  it("opens nothing of another secret", () => {
    const stranger = new PacketOpener(testCipher(), Buffer.alloc(32, 6), reliable);
    expect(opened(stranger, sealed(packetPair(testCipher(), reliable).sealer, "message"))).toBeUndefined();
  });

  it("gives plaintext that does not change with the packet's memory", () => {
    const { sealer, opener } = packetPair(testCipher(), reliable);
    const packet = sealed(sealer, "message");
    const plaintext = opener.open(packet);
    packet.fill(0);
    expect(plaintext?.toString()).toBe("message");
  });
});

describe("PacketOpener on a reliable link", () => {
  it("opens packets in the order they were sealed in, and no other", () => {
    const { sealer, opener } = packetPair(testCipher(), true);
    const [first, second] = [sealed(sealer, "first"), sealed(sealer, "second")];
    expect(opened(opener, second)).toBeUndefined();
    expect(opened(opener, first)).toBe("first");
    expect(opened(opener, first)).toBeUndefined();
    expect(opened(opener, second)).toBe("second");
    expect(opener.forged).toBe(2);
  });
});

describe("PacketOpener on a lossy link", () => {
  // spec: P-7
  it("opens packets in any order, each once", () => {
    const { sealer, opener } = packetPair(testCipher(), false);
    const packets = ["0", "1", "2", "3"].map((text) => sealed(sealer, text));
    const at = (index: number) => packets[index] as Buffer;
    expect([2, 0, 3, 1].map((index) => opened(opener, at(index)))).toEqual(["2", "0", "3", "1"]);
    expect([0, 3].map((index) => opened(opener, at(index)))).toEqual([undefined, undefined]);
    expect([opener.replayed, opener.forged]).toEqual([2, 0]);
  });

  // spec: P-5, P-6
  it("holds the key before and the one after, while packets overtake each other", () => {
    const { sealer, opener } = packetPair(shortKeys, false);
    const packets = Array.from({ length: 24 }, (_, number) => sealed(sealer, String(number)));
    const open = (number: number) => opened(opener, packets[number] as Buffer);
    expect(open(6)).toBe("6");
    expect(open(16)).toBeUndefined(); // two keys ahead
    expect(open(9)).toBe("9"); // moves on
    expect(open(7)).toBe("7"); // the key before
    expect(open(17)).toBe("17"); // moves on again
    expect(open(8)).toBe("8");
    expect(open(5)).toBeUndefined(); // its key is gone
    expect(opener.forged).toBe(2);
  });

  it("is not moved on by a forged packet of the next key", () => {
    const { sealer, opener } = packetPair(shortKeys, false);
    const packets = Array.from({ length: 24 }, (_, number) => sealed(sealer, String(number)));
    const open = (number: number) => opened(opener, packets[number] as Buffer);
    expect(open(0)).toBe("0");
    for (const number of [8, 9, 15]) {
      const packet = packets[number] as Buffer;
      expect(opened(opener, withFlippedBit(packet, packet.length * 8 - 1))).toBeUndefined();
    }
    // Two steps at once would have lost the first key, and brought the third within reach.
    expect(open(1)).toBe("1");
    expect(open(16)).toBeUndefined();
    expect(open(8)).toBe("8");
    expect(open(2)).toBe("2");
  });

  it("is not moved by a forged packet with the highest number", () => {
    const { sealer, opener } = packetPair(testCipher(), false);
    const [first, second] = [sealed(sealer, "first"), sealed(sealer, "second")];
    const forged = Uint8Array.from(second);
    forged.fill(0xff, 1, 7);
    expect(opened(opener, second)).toBe("second");
    expect(opened(opener, forged)).toBeUndefined();
    expect(opened(opener, first)).toBe("first");
  });

  it("destroys keys that are out of reach, and all in the end", () => {
    const sending = packetPair(shortKeys, false).sealer;
    const cipher = watched(shortKeys);
    const opener = new PacketOpener(cipher, Uint8Array.from(secret), false);
    for (let i = 0; i < 17; i++) opened(opener, sealed(sending, ""));
    expect(cipher.destroyed.size).toBe(1);
    opener.destroy();
    expect(cipher.destroyed.size).toBe(3);
  });
});
