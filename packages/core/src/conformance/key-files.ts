import type { KeyedCipher } from "../cipher.ts";
import { declare } from "./cases.ts";
import { once } from "./cipher/once.ts";
import { badKeyFileCases } from "./key-files/bad-files.ts";
import { keyFileCases } from "./key-files/files.ts";
import type { Runner } from "./runner.ts";

export interface KeyFileExam {
  /** Names the cipher in the report. */
  readonly name: string;
  /** Called once. Its files are written below the system's temporary folder, and removed. */
  make(): KeyedCipher | Promise<KeyedCipher>;
}

/**
 * The exam of what a cipher does with key files.
 *
 * @example
 * keyFileConformance({ describe, it }, { name: "hybrid", make: () => hybrid() });
 */
export function keyFileConformance(runner: Runner, { name, make }: KeyFileExam): void {
  const cipher = once(make);
  runner.describe(`${name}, its key files`, () => {
    declare(runner, "good files", keyFileCases, cipher);
    declare(runner, "bad files", badKeyFileCases, cipher);
  });
}
