import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { StillHeld } from "./lock.ts";

/**
 * Puts `text` in the place of a file: whoever reads it sees the old one or the new one, also after a crash. Only its
 * owner may read it, who stays the same. To be called by who holds the file's lock.
 */
export async function replaceFile(file: string, text: string, stillHeld: StillHeld): Promise<void> {
  const draft = `${file}.new`;
  await rm(draft, { force: true });
  try {
    await write(draft, text, await ownerOf(file));
    await stillHeld();
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

async function write(draft: string, text: string, owner: Owner | undefined): Promise<void> {
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await giveTo(owner, handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A server that runs as somebody else goes on reading its file when root has set a password. */
async function giveTo(owner: Owner | undefined, handle: FileHandle): Promise<void> {
  const { uid, gid } = await handle.stat();
  if (owner && (owner.uid !== uid || owner.gid !== gid)) await handle.chown(owner.uid, owner.gid);
}

async function ownerOf(file: string): Promise<Owner | undefined> {
  return stat(file).catch(() => undefined);
}

/** The new name is in the folder, which not every system lets us write out. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
