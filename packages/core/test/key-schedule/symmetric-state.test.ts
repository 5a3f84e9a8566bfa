import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/bytes.ts";
import { sha256 } from "../../src/key-schedule/hkdf.ts";
import { SymmetricState, suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import { hex } from "../fixtures/hex.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const secret = Buffer.alloc(32, 1);

/** A state as it is after one message and one secret. */
function mixed({ head = utf8("head"), key = secret }: { head?: Uint8Array; key?: Uint8Array } = {}): SymmetricState {
  const state = new SymmetricState(cipher);
  state.mixHash(head);
  state.mixKey(key);
  return state;
}

describe("suiteName", () => {
  it("names version, cipher and hash, and is the first thing in the transcript", () => {
    expect(suiteName(cipher)).toBe("Countersign_1_X25519_X25519_AES-256-GCM_SHA256");
    expect(hex(new SymmetricState(cipher).transcript)).toBe(hex(sha256(utf8(suiteName(cipher)))));
  });
});

describe("SymmetricState", () => {
  // spec: K-2
  it("lets two sides that mixed the same read each other, and goes on with the same keys", () => {
    const [client, server] = [mixed(), mixed()];
    const sealed = client.encryptAndHash(utf8("payload"));
    expect(server.decryptAndHash(sealed)).toEqual(Buffer.from("payload"));
    expect(hex(server.transcript)).toBe(hex(client.transcript));
    expect(hex(server.chainingKey)).toBe(hex(client.chainingKey));
  });

  it("hides the payload, and covers it in the transcript", () => {
    const [one, other] = [mixed(), mixed()];
    const sealed = one.encryptAndHash(utf8("payload"));
    other.encryptAndHash(utf8("payloaD"));
    expect(Buffer.from(sealed).includes("payload")).toBe(false);
    expect(hex(one.transcript)).not.toBe(hex(other.transcript));
  });

  it("gives other keys when any byte that was mixed differs", () => {
    const head = utf8("a head of some length");
    const sealed = mixed({ head }).encryptAndHash(utf8("payload"));
    for (const { at, changed } of withEachByteChanged(head)) {
      expect(
        mixed({ head: changed }).decryptAndHash(Uint8Array.from(sealed)),
        `byte ${at} of the head`,
      ).toBeUndefined();
    }
    for (const { at, changed } of withEachByteChanged(secret)) {
      const state = mixed({ head, key: changed });
      expect(state.decryptAndHash(Uint8Array.from(sealed)), `byte ${at} of the secret`).toBeUndefined();
    }
  });

  // spec: K-3
  it("binds the secret to the transcript it came with", () => {
    expect(hex(mixed({ head: utf8("one") }).chainingKey)).not.toBe(hex(mixed({ head: utf8("other") }).chainingKey));
  });

  it("refuses a payload with any byte changed or missing", () => {
    const sealed = mixed().encryptAndHash(utf8("payload"));
    for (const { at, changed } of withEachByteChanged(sealed)) {
      expect(mixed().decryptAndHash(changed), `byte ${at}`).toBeUndefined();
    }
    for (let end = 0; end < sealed.length; end++) {
      expect(mixed().decryptAndHash(sealed.slice(0, end)), `${end} bytes`).toBeUndefined();
    }
  });

  it("seals or opens once with each key", () => {
    const state = mixed();
    state.encryptAndHash(utf8("once"));
    expect(() => state.encryptAndHash(utf8("twice"))).toThrow("mixKey");
    expect(() => new SymmetricState(cipher).decryptAndHash(new Uint8Array(16))).toThrow("mixKey");
  });

  it("is left alone by what happens to its clone", () => {
    const state = mixed();
    const before = [hex(state.transcript), hex(state.chainingKey)];
    const clone = state.clone();
    expect([hex(clone.transcript), hex(clone.chainingKey)]).toEqual(before);
    clone.decryptAndHash(new Uint8Array(16));
    clone.mixHash(utf8("more"));
    clone.mixKey(utf8("more"));
    expect([hex(state.transcript), hex(state.chainingKey)]).toEqual(before);
    expect(mixed().decryptAndHash(state.encryptAndHash(utf8("still")))).toEqual(Buffer.from("still"));
  });

  it("forgets what keys come from when it is destroyed, and only its own", () => {
    const state = mixed();
    const clone = state.clone();
    const before = hex(clone.chainingKey);
    state.destroy();
    expect(hex(state.chainingKey)).toBe("00".repeat(32));
    expect(hex(clone.chainingKey)).toBe(before);
    expect(mixed().decryptAndHash(clone.encryptAndHash(utf8("still")))).toEqual(Buffer.from("still"));
  });
});
