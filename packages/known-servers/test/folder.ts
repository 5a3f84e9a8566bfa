import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The name of a file that does not exist, in a folder that is removed when the test ends. */
export async function freshFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-known-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "known-servers");
}
