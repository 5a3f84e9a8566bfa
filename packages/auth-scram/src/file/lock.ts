import { randomBytes } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileError, systemCode } from "./errors.ts";

/** Rejects unless the lock is still held: somebody took it for abandoned when this process stood still. */
export type StillHeld = () => Promise<void>;

/**
 * Runs `work` while no other process has the lock of `file`, which is a file beside it: `file`.lock. One whose process is
 * gone, or that is far older than work takes, is removed. Rejects with UsageError when the lock does not come free.
 */
export async function withLock<T>(file: string, work: (stillHeld: StillHeld) => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const holder = `${process.pid} ${randomBytes(8).toString("hex")} ${hostname()}`;
  await acquire(file, lock, holder);
  const held = async () => (await holderOf(lock))?.text === holder;
  try {
    return await work(async () => {
      if (!(await held())) throw fileError(file, "was locked by another process meanwhile: try again.");
    });
  } finally {
    if (await held()) await rm(lock, { force: true });
  }
}

/** Longer than any number of waiting processes should take. */
const patienceMs = 60_000;

/** A lock is held for one rewriting of a file. */
const abandonedMs = 30_000;

async function acquire(file: string, lock: string, holder: string): Promise<void> {
  for (const until = Date.now() + patienceMs; !(await create(file, lock, holder)); ) {
    const other = await holderOf(lock);
    if (other && isAbandoned(other)) await removeAbandoned(lock, other);
    else if (Date.now() > until) throw fileError(file, `is locked: if nobody is at work on it, remove ${lock}.`);
    else await sleep(2 + 20 * Math.random());
  }
}

async function create(file: string, lock: string, holder: string): Promise<boolean> {
  try {
    await writeFile(lock, holder, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw fileError(file, `cannot be locked by ${lock} (${systemCode(error)}).`, error);
  }
}

/** Under a lock of its own: nobody removes the one that another has put in its place. */
async function removeAbandoned(lock: string, seen: Holder): Promise<void> {
  await withLock(lock, async () => {
    if ((await holderOf(lock))?.text === seen.text) await rm(lock, { force: true });
  });
}

interface Holder {
  readonly text: string;
  /** When it took the lock, in milliseconds since 1970. */
  readonly since: number;
}

async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    return { since: (await stat(lock)).mtimeMs, text: await readFile(lock, "utf8") };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isAbandoned({ text, since }: Holder): boolean {
  const [, pid, host] = /^(\d+) [0-9a-f]+ (.+)$/.exec(text) ?? [];
  return Date.now() - since > abandonedMs || (host === hostname() && !isRunning(Number(pid)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== "ESRCH";
  }
}
