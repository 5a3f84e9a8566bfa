import { describe, expect, it } from "vitest";
import { insecurePlain } from "../../src/testing/insecure-plain.ts";
import { bytesOf, textOf } from "./recording-sink.ts";

const invalid = expect.objectContaining({ name: "UsageError", code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });

describe("insecurePlain", () => {
  const cipher = insecurePlain();
  const protection = cipher.protect(new Uint8Array(cipher.keyBytes));
  const nonce = new Uint8Array(12);

  function sealed(header: string, text: string): Uint8Array {
    const start = header.length;
    const end = start + text.length;
    const packet = new Uint8Array(end + protection.overhead + 5).fill(0xaa);
    packet.set(bytesOf(header + text));
    return packet.subarray(0, protection.seal(nonce, packet, start, end));
  }

  it("says what it is", () => {
    expect([cipher.name, cipher.serverKem.name, cipher.ephemeralKem.name]).toEqual(new Array(3).fill("insecure-plain"));
  });

  it("opens what it sealed, into fresh memory, and the packet stays as it was", () => {
    const packet = sealed("head", "plaintext");
    expect(packet).toHaveLength(4 + 9 + 16);
    expect(textOf(packet.subarray(0, 13))).toBe("headplaintext");
    const plaintext = protection.open(nonce, packet, 4);
    packet.fill(0);
    expect(textOf(plaintext as Uint8Array)).toBe("plaintext");
  });

  it("opens an empty plaintext", () => {
    expect(protection.open(nonce, sealed("head", ""), 4)).toHaveLength(0);
  });

  it("does not open a packet that is shorter than a tag, or has another tag", () => {
    const packet = sealed("head", "");
    expect(protection.open(nonce, packet.subarray(0, -1), 4)).toBeUndefined();
    expect(protection.open(nonce, new Uint8Array(15), 0)).toBeUndefined();
    packet[packet.length - 1] = 1;
    expect(protection.open(nonce, packet, 4)).toBeUndefined();
  });

  it("has no integrity: changed bytes open", () => {
    const packet = sealed("head", "a");
    packet.set(bytesOf("b"), 4);
    expect(textOf(protection.open(nonce, packet, 4) as Uint8Array)).toBe("b");
  });

  it("hands a secret over in the clear", async () => {
    const identity = await cipher.generateIdentity();
    const publicKey = cipher.serverKem.importPublicKey(identity.publicKey.encoded);
    const { secret, sealed } = publicKey.encapsulate();
    expect(secret).toHaveLength(32);
    expect(Buffer.from(sealed).equals(secret)).toBe(true);
    expect(Buffer.from(await identity.decapsulate(sealed)).equals(secret)).toBe(true);
    expect(Buffer.from(publicKey.encapsulate().secret).equals(secret)).toBe(false);
  });

  it("makes keys that differ, and keeps no memory of its callers", () => {
    const kem = cipher.ephemeralKem;
    const [one, other] = [kem.generate().publicKey.encoded, kem.generate().publicKey.encoded];
    expect(Buffer.from(one).equals(other)).toBe(false);
    const bytes = Uint8Array.from(one);
    const imported = kem.importPublicKey(bytes);
    bytes.fill(0);
    expect(Buffer.from(imported.encoded).equals(one)).toBe(true);
  });

  it.each([0, 31, 33])("refuses keys and sealed secrets of %i bytes", (length) => {
    const bytes = new Uint8Array(length);
    expect(() => cipher.serverKem.importPublicKey(bytes)).toThrow(invalid);
    expect(() => cipher.ephemeralKem.generate().decapsulate(bytes)).toThrow(invalid);
    expect(() => cipher.protect(bytes)).toThrow(invalid);
  });
});
