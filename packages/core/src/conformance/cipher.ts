import assert from "node:assert/strict";
import type { Cipher, KeyedCipher } from "../cipher.ts";
import { kemCases } from "./cipher/kem.ts";
import { once } from "./cipher/once.ts";
import { openCases } from "./cipher/open.ts";
import { pattern, sealed } from "./cipher/packet.ts";
import { sealCases } from "./cipher/seal.ts";
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
export function cipherConformance({ describe, it }: Runner, { name, make }: CipherExam): void {
  const cipher = once(make);
  const protect = async (keyNumber: number) => {
    const made = await cipher();
    return made.protect(pattern(made.keyBytes, keyNumber));
  };

  describe(`${name}, a cipher`, () => {
    it("has a name of printable ASCII without spaces", async () => {
      assert.match((await cipher()).name, /^[!-~]{1,200}$/);
    });

    it("copies the key it is given", async () => {
      const made = await cipher();
      const key = pattern(made.keyBytes, 1);
      const protection = made.protect(key);
      key.fill(0);
      for (const size of [40, 10_000]) {
        const { packet } = sealed(await protect(1), { size });
        assertSameBytes(sealed(protection, { size }).packet, packet, "sealed after the key was overwritten");
      }
    });

    describe("its server KEM", () => {
      const kem = async () => (await cipher()).serverKem;
      kemCases(it, kem, async () => (await cipher()).generateIdentity());
    });
    describe("its ephemeral KEM", () => {
      const kem = async () => (await cipher()).ephemeralKem;
      kemCases(it, kem, async () => (await kem()).generate());
    });
    describe("sealing a packet", () => sealCases(it, protect));
    describe("opening a packet", () => openCases(it, protect));
  });
}
