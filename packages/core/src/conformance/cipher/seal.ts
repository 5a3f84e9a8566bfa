import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { pattern } from "../pattern.ts";
import { assertOtherBytes, assertSameBytes } from "../same-bytes.ts";
import { type ExaminedAead, sealed, shapes } from "./packet.ts";

/** What `Protection.seal` promises, its limits among it. */
export const sealCases: Cases<ExaminedAead> = {
  "appends its overhead (C-10)": async ({ protect }) => {
    const protection = await protect(1);
    for (const { start, size } of shapes(protection.overhead)) {
      const packet = pattern(start + size + protection.overhead);
      const end = protection.seal(pattern(12), packet, start, start + size);
      assert.equal(end, packet.length);
    }
  },

  "leaves the header, and all memory around the packet, as it was (C-10)": async ({ protect }) => {
    const protection = await protect(1);
    for (const { start, size } of shapes(protection.overhead)) {
      const memory = pattern(100 + start + size + protection.overhead + 100);
      const before = memory.slice();
      const end = protection.seal(pattern(12), memory.subarray(100), start, start + size);
      assertSameBytes(memory.subarray(0, 100 + start), before.subarray(0, 100 + start), `${start} bytes of header`);
      assertSameBytes(memory.subarray(100 + end), before.subarray(100 + end), `after ${size} bytes of text`);
    }
  },

  "hides the plaintext (C-11)": async ({ protect }) => {
    const { packet, plaintext, start } = sealed(await protect(1), { size: 4_096 });
    for (let at = 0; at + 16 <= plaintext.length; at += 16) {
      assert.equal(Buffer.from(packet).indexOf(plaintext.subarray(at, at + 16)), -1, `from byte ${at + start}`);
    }
  },

  "gives the same bytes for the same key, nonce and packet, whatever came between (C-12)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of [40, 10_000]) {
      const { packet } = sealed(protection, { size });
      sealed(protection, { size, seed: 5 });
      assertSameBytes(sealed(protection, { size }).packet, packet, "sealed again");
      assertSameBytes(sealed(await protect(1), { size }).packet, packet, "sealed by another Protection");
    }
  },

  "gives other bytes for another nonce, and for another key (C-11)": async ({ protect }) => {
    const start = 7;
    for (const size of [40, 10_000]) {
      const seal = async (key: number, nonce: number) => {
        const packet = pattern(start + size + 64);
        const end = (await protect(key)).seal(pattern(12, nonce), packet, start, start + size);
        return { text: packet.subarray(start, start + size), tag: packet.subarray(start + size, end) };
      };
      const first = await seal(1, 1);
      for (const second of [await seal(1, 2), await seal(2, 1)]) {
        assertOtherBytes(second.text, first.text, "ciphertext");
        assertOtherBytes(second.tag, first.tag, "tag");
      }
    }
  },

  "authenticates the header (C-13)": async ({ protect }) => {
    const protection = await protect(1);
    const tag = (header: number) => {
      const packet = Uint8Array.of(header, ...pattern(40 + protection.overhead));
      return packet.subarray(41, protection.seal(pattern(12), packet, 1, 41));
    };
    assertOtherBytes(tag(1), tag(2), "tag");
  },

  "goes on after another Protection under the same key was destroyed (C-17)": async ({ protect }) => {
    const protection = await protect(1);
    const { packet } = sealed(protection);
    (await protect(1)).destroy();
    assertSameBytes(sealed(protection).packet, packet, "sealed again");
  },

  "states limits that core can keep (C-9)": async ({ protect }) => {
    const { maxPackets, maxForgeries, overhead } = await protect(1);
    assert.ok(Number.isInteger(maxPackets) && maxPackets >= 1, `maxPackets ${maxPackets}`);
    assert.ok(Number.isInteger(maxForgeries) && maxForgeries >= 1, `maxForgeries ${maxForgeries}`);
    assert.ok(Number.isInteger(overhead) && overhead >= 16, `overhead ${overhead}: a tag below 16 bytes is too weak`);
  },
};
