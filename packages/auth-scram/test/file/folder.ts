import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The path of a file that does not exist yet, in a folder that goes with the test. */
export async function freshFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-passwords-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "users.txt");
}
