import assert from "node:assert/strict";
import type { Protection } from "../../cipher.ts";
import type { Cases } from "../cases.ts";
import { pattern } from "../pattern.ts";
import { assertSameBytes } from "../same-bytes.ts";
import { type ExaminedAead, sealed, shapes } from "./packet.ts";

/** Sizes of plaintext, in bytes, that ciphers may treat differently. */
const sizes = [0, 40, 5_000];

/** What `Protection.open` promises: the plaintext of an authentic packet, and undefined for any other. */
export const openCases: Cases<ExaminedAead> = {
  "gives back what was sealed, of every size (C-14)": async ({ protect }) => {
    const protection = await protect(1);
    for (const shape of shapes(protection.overhead)) {
      const { nonce, packet, plaintext, start } = sealed(protection, shape);
      const what = `${plaintext.length} bytes after a header of ${start}`;
      assertSameBytes(protection.open(nonce, packet, start), plaintext, what);
    }
  },

  "opens in any order, and the same packet again (C-12)": async ({ protect }) => {
    const [sender, receiver] = [await protect(1), await protect(1)];
    const packets = [1, 2, 3].map((seed) => sealed(sender, { seed }));
    for (const { nonce, packet, plaintext, start } of [...packets].reverse().concat(packets)) {
      assertSameBytes(receiver.open(nonce, packet.slice(), start), plaintext, "the plaintext");
    }
  },

  "gives plaintext that is the caller's alone (C-15)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of sizes) {
      const first = sealed(protection, { size });
      const second = sealed(protection, { size, seed: 5 });
      const opened = protection.open(first.nonce, first.packet, first.start);
      first.packet.fill(0);
      protection.open(second.nonce, second.packet, second.start);
      assertSameBytes(opened, first.plaintext, "the plaintext, later");
    }
  },

  "refuses a packet with any bit of its header, ciphertext or tag changed (C-13)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of sizes) {
      const genuine = sealed(protection, { size });
      const ends = [...Array(64).keys()].flatMap((at) => [at, genuine.packet.length - 1 - at]);
      for (const at of new Set(ends.filter((at) => at >= 0 && at < genuine.packet.length))) {
        forEachBitOf(genuine.packet, at, (packet) => refuses(protection, { ...genuine, packet }, `byte ${at}`));
      }
    }
  },

  "refuses a packet under a nonce with any bit changed (C-13)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of sizes) {
      const genuine = sealed(protection, { size });
      for (const at of genuine.nonce.keys()) {
        forEachBitOf(genuine.nonce, at, (nonce) => refuses(protection, { ...genuine, nonce }, `nonce byte ${at}`));
      }
    }
  },

  "refuses a packet whose header ends elsewhere (C-13)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of sizes) {
      const genuine = sealed(protection, { size });
      for (const start of [0, 6, 8, 23]) refuses(protection, { ...genuine, start }, `header of ${start} bytes`);
    }
  },

  "refuses a packet that was cut or extended at either end (C-13)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of sizes) {
      const genuine = sealed(protection, { size });
      const { packet } = genuine;
      const changed = [
        packet.subarray(1),
        packet.subarray(0, -1),
        Uint8Array.of(...packet, 0),
        Uint8Array.of(0, ...packet),
      ];
      for (const other of changed) refuses(protection, { ...genuine, packet: other }, `${other.length} bytes`);
    }
  },

  "refuses a packet with no room for a tag (C-16)": async ({ protect }) => {
    const protection = await protect(1);
    const genuine = sealed(protection);
    for (let bytes = 0; bytes < genuine.start + protection.overhead; bytes++) {
      refuses(protection, { ...genuine, packet: genuine.packet.slice(0, bytes) }, `${bytes} bytes`);
    }
  },

  "refuses a packet sealed under another key (C-13)": async ({ protect }) => {
    const receiver = await protect(2);
    for (const size of sizes) refuses(receiver, sealed(await protect(1), { size }), `${size} bytes`);
  },

  "opens the next authentic packet after a forged one (C-16)": async ({ protect }) => {
    const protection = await protect(1);
    for (const size of sizes) {
      const genuine = sealed(protection, { size });
      refuses(protection, { ...genuine, packet: pattern(genuine.packet.length) }, "a forged packet");
      const opened = protection.open(genuine.nonce, genuine.packet, genuine.start);
      assertSameBytes(opened, genuine.plaintext, "the plaintext");
    }
  },
};

interface Attempt {
  readonly nonce: Uint8Array;
  readonly packet: Uint8Array;
  readonly start: number;
}

function refuses(protection: Protection, { nonce, packet, start }: Attempt, what: string): void {
  assert.equal(protection.open(nonce, packet.slice(), start), undefined, `opened with another ${what}`);
}

function forEachBitOf(bytes: Uint8Array, at: number, visit: (changed: Uint8Array) => void): void {
  for (let bit = 0; bit < 8; bit++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ (1 << bit);
    visit(changed);
  }
}
