import assert from "node:assert/strict";
import type { Cipher, KeyedCipher } from "../cipher.ts";
import { type Cases, declare } from "./cases.ts";
import { kemCases } from "./cipher/kem.ts";
import { once } from "./cipher/once.ts";
import { openCases } from "./cipher/open.ts";
import { type ExaminedAead, sealed } from "./cipher/packet.ts";
import { sealCases } from "./cipher/seal.ts";
import { pattern } from "./pattern.ts";
import type { Runner } from "./runner.ts";
import { assertSameBytes } from "./same-bytes.ts";

export interface CipherExam {
  /** Names the cipher in the report. */
  readonly name: string;
  /** Called once. */
  make(): ExaminedCipher | Promise<ExaminedCipher>;
}

/** A cipher, and where its servers' identities come from. */
type ExaminedCipher = Cipher & Pick<KeyedCipher, "generateIdentity">;

/**
 * The exam of a cipher: both KEMs and the AEAD. A third party's test file is one call of it, and one of
 * `keyFileConformance` where the cipher also keeps key files.
 *
 * @example
 * cipherConformance({ describe, it }, { name: "hybrid", make: () => hybrid() });
 */
export function cipherConformance(runner: Runner, { name, make }: CipherExam): void {
  const cipher = once(make);
  const generate = async () => (await cipher()).generateIdentity();
  const ephemeralKem = async () => (await cipher()).ephemeralKem;
  const generateEphemeral = async () => (await ephemeralKem()).generate();
  const aead: ExaminedAead = {
    async protect(keyNumber) {
      const made = await cipher();
      return made.protect(pattern(made.keyBytes, keyNumber));
    },
  };

  runner.describe(`${name}, a cipher`, () => {
    declare(runner, "itself", cipherCases, cipher);
    declare(runner, "its server KEM", kemCases, {
      kem: async () => (await cipher()).serverKem,
      identity: once(generate),
      stranger: once(generate),
    });
    declare(runner, "its ephemeral KEM", kemCases, {
      kem: ephemeralKem,
      identity: once(generateEphemeral),
      stranger: once(generateEphemeral),
    });
    declare(runner, "sealing a packet", sealCases, aead);
    declare(runner, "opening a packet", openCases, aead);
  });
}

const cipherCases: Cases<() => Promise<Cipher>> = {
  "has a name of printable ASCII without spaces (C-1)": async (cipher) => {
    assert.match((await cipher()).name, /^[!-~]{1,200}$/);
  },

  "copies the key it is given (C-8)": async (cipher) => {
    const made = await cipher();
    const { keyBytes } = made;
    const key = pattern(keyBytes, 1);
    const protection = made.protect(key);
    key.fill(0);
    for (const size of [40, 10_000]) {
      const { packet } = sealed(made.protect(pattern(keyBytes, 1)), { size });
      assertSameBytes(sealed(protection, { size }).packet, packet, "sealed after the key was overwritten");
    }
  },
};
