import type { FileHandle } from "node:fs/promises";

/** By what a file shows that it has changed. Times are in ns since 1970. */
export interface Stamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  /**
   * Whether a change from now on would show. File systems count time in steps, of up to 2 s: a change right after another
   * may have the same stamp.
   */
  readonly settled: boolean;
}

export async function stampOf(handle: FileHandle): Promise<Stamp> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const { dev, ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  return { dev, ino, size, mtimeNs, ctimeNs, settled: now - ctimeNs > stepNs };
}

export function sameStamp(one: Stamp, other: Stamp): boolean {
  return fields.every((field) => one[field] === other[field]);
}

const stepNs = 2_000_000_000n;
const fields = ["dev", "ino", "size", "mtimeNs", "ctimeNs"] as const;
