import { describe, expect, it } from "vitest";
import { deriveKey } from "../../src/key-schedule/hkdf.ts";
import { KeyChain, writeNonce } from "../../src/packet/key-chain.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { watched } from "../fixtures/watched-cipher.ts";

const secret = Buffer.alloc(32, 3);
const none = new Uint8Array();

// spec: P-5
describe("KeyChain", () => {
  it.each([
    [2 ** 23, 2 ** 20],
    [2 ** 20, 2 ** 20],
    [2 ** 20 - 1, 2 ** 19],
    [8, 8],
    [15, 8],
    [1, 1],
    [Number.MAX_SAFE_INTEGER, 2 ** 20],
  ])("takes a new key as often as an AEAD of %d packets a key admits: every %d", (maxPackets, expected) => {
    const chain = new KeyChain(cipherWith({ maxPackets }), Uint8Array.from(secret));
    expect(chain.packetsPerKey).toBe(expected);
    expect([0, expected - 1, expected, 3 * expected].map((number) => chain.generationOf(number))).toEqual([0, 0, 1, 3]);
  });

  // spec: K-6
  it("derives each key from the one before, and its iv with it", () => {
    const cipher = watched(testCipher());
    const chain = new KeyChain(cipher, Uint8Array.from(secret));
    const second = deriveKey(secret, "next", none);
    const third = deriveKey(second, "next", none);
    const ivs = [chain.newest, chain.advance(), chain.advance()].map(({ iv }) => hex(iv));
    expect(cipher.keys).toEqual([secret, second, third].map((from) => hex(deriveKey(from, "key", none))));
    expect(ivs).toEqual([secret, second, third].map((from) => hex(deriveKey(from, "iv", none, 12))));
    expect(chain.newest.generation).toBe(2);
  });

  it("overwrites a secret when the next was made from it, or nothing will be", () => {
    const cipher = testCipher();
    const [used, unused] = [Uint8Array.from(secret), Uint8Array.from(secret)];
    new KeyChain(cipher, used).advance();
    new KeyChain(cipher, unused).destroy();
    expect([hex(used), hex(unused)]).toEqual(["00".repeat(32), "00".repeat(32)]);
  });
});

// spec: P-4
describe("writeNonce", () => {
  it.each([
    [0, "000000000000000000000000"],
    [1, "000000000000000000000001"],
    [2 ** 31, "000000000000000080000000"],
    [2 ** 32 + 2, "000000000000000100000002"],
    [2 ** 48 - 1, "000000000000ffffffffffff"],
  ])("is the iv XOR %d, big-endian", (number, expected) => {
    const nonce = Buffer.alloc(12, 0xee);
    writeNonce(nonce, new Uint8Array(12), number);
    expect(hex(nonce)).toBe(expected);
    const iv = Buffer.alloc(12, 0xff);
    writeNonce(nonce, iv, number);
    expect(hex(nonce)).toBe(hex(fromHex(expected).map((byte) => byte ^ 0xff)));
  });
});
