import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/bytes.ts";
import { keyHint } from "../../src/handshake/hello.ts";
import { deriveKey } from "../../src/key-schedule/hkdf.ts";
import { SymmetricState } from "../../src/key-schedule/symmetric-state.ts";
import { KeyChain, writeNonce } from "../../src/packet/key-chain.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { recordedCipher } from "../fixtures/recorded-cipher.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { vectors } from "../fixtures/vectors.ts";
import { watched } from "../fixtures/watched-cipher.ts";

interface Derivation {
  readonly secret: string;
  readonly label: string;
  readonly context: string;
  readonly bytes: number;
  readonly key: string;
}

// spec: K-1
describe("derivations.json", () => {
  it.each(vectors<Derivation>("derivations"))("$comment", ({ secret, label, context, bytes, key }) => {
    expect(hex(deriveKey(fromHex(secret), label, fromHex(context), bytes))).toBe(key);
  });
});

interface ChainLink {
  readonly secret: string;
  readonly number: number;
  readonly generation: number;
  readonly key: string;
  readonly iv: string;
  readonly nonce: string;
}

// spec: K-6, P-4, P-5
describe("key-chain.json", () => {
  it.each(vectors<ChainLink>("key-chain"))("$comment", ({ secret, number, generation, key, iv, nonce }) => {
    const cipher = watched(testCipher());
    const chain = new KeyChain(cipher, fromHex(secret));
    expect(chain.generationOf(number)).toBe(generation);
    while (chain.newest.generation < generation) chain.advance();
    expect(cipher.keys.at(-1)).toBe(key);
    expect(hex(chain.newest.iv)).toBe(iv);
    const made = new Uint8Array(12);
    writeNonce(made, chain.newest.iv, number);
    expect(hex(made)).toBe(nonce);
  });
});

interface Steps {
  readonly suite: string;
  readonly head: string;
  readonly secret: string;
  readonly plaintext: string;
  readonly sealed: string;
  readonly sealedEmpty: string;
  readonly steps: readonly { readonly call: string; readonly h: string; readonly ck: string }[];
}

// spec: K-2, K-3
describe("symmetric-state.json", () => {
  it.each(vectors<Steps>("symmetric-state"))("$suite", ({ suite, steps, ...vector }) => {
    const none = new Uint8Array();
    const { cipher } = recordedCipher({ suite, serverKey: none, secret: none, sealed: none });
    const [sealing, opening] = [new SymmetricState(cipher), new SymmetricState(cipher)];
    const each = (call: (state: SymmetricState) => void) => {
      for (const state of [sealing, opening]) call(state);
    };
    let step = 0;
    const expectStep = () => {
      const { call, h, ck } = steps[step++] as Steps["steps"][0];
      each(({ transcript, chainingKey }) => {
        expect(hex(transcript), `h after ${call}`).toBe(h);
        expect(hex(chainingKey), `ck after ${call}`).toBe(ck);
      });
    };
    const expectSealed = (plaintext: Uint8Array, sealed: string) => {
      expect(hex(sealing.encryptAndHash(plaintext))).toBe(sealed);
      expect(hex(opening.decryptAndHash(fromHex(sealed)) as Uint8Array)).toBe(hex(plaintext));
    };
    expectStep();
    each((state) => state.mixHash(fromHex(vector.head)));
    expectStep();
    each((state) => state.mixKey(fromHex(vector.secret)));
    expectStep();
    expectSealed(fromHex(vector.plaintext), vector.sealed);
    expectStep();
    each((state) => state.mixKey(Buffer.alloc(32, 1)));
    expectStep();
    expectSealed(utf8(""), vector.sealedEmpty);
    expectStep();
    expect(step).toBe(steps.length);
  });
});

// spec: H-5
describe("key-hints.json", () => {
  interface Hint {
    readonly clientId: string;
    readonly serverPublicKey: string;
    readonly keyHint: string;
  }
  it.each(vectors<Hint>("key-hints"))("$comment", ({ clientId, serverPublicKey, keyHint: hint }) => {
    expect(hex(keyHint(fromHex(clientId), fromHex(serverPublicKey)))).toBe(hint);
  });
});
