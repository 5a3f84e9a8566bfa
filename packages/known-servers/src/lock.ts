import { open, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs `work` while nobody else runs theirs under the same lock: a file that is there meanwhile. It takes moments. A lock
 * that stays was left by a process that died just then, or is not ours: it is for people to remove, since taking it away
 * could take it from who holds it. Rejects with `refuse(problem)`.
 */
export async function withLock<T>(
  lock: string,
  refuse: (problem: string, cause: unknown) => Error,
  work: () => Promise<T>,
): Promise<T> {
  await acquire(lock, refuse);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string, refuse: (problem: string, cause: unknown) => Error): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const handle = await open(lock, "wx", 0o600);
      await handle.close();
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") throw refuse(`cannot be locked: ${code}`, error);
      if (tries === mostTries) throw refuse(`is being changed by another program. If none is, remove ${lock}`, error);
    }
    await delay(waitMs);
  }
}

// Five seconds, in all.
const waitMs = 20;
const mostTries = 250;
