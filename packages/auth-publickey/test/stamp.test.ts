import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { stampOf } from "../src/authorized-keys/stamp.ts";
import { keyFolder } from "./fixtures/programs.ts";

const folder = keyFolder();

// spec: A-36, a second change within one step of the file system's clock has the same stamp
it("a file's stamp is not settled until a change would show in it", async () => {
  const file = join(folder, "authorized_keys");
  await writeFile(file, "");
  await using handle = await open(file);
  const changed = Number((await stampOf(handle)).ctimeNs / 1_000_000n);
  try {
    for (const [after, settled] of [
      [-60_000, false],
      [0, false],
      [1_900, false],
      [2_100, true],
    ] as const) {
      vi.spyOn(Date, "now").mockReturnValue(changed + after);
      expect((await stampOf(handle)).settled).toBe(settled);
    }
  } finally {
    vi.restoreAllMocks();
  }
});
