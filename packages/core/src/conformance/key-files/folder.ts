import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyedCipher } from "../../cipher.ts";

/** The cipher whose key files are examined. */
export type ExaminedKeyFiles = () => Promise<KeyedCipher>;

/** A case in a folder of its own, which is removed afterwards. */
export function inFolder(play: (folder: string, cipher: KeyedCipher) => Promise<void>) {
  return async (cipher: ExaminedKeyFiles): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), "countersign-keys-"));
    try {
      await play(folder, await cipher());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
