import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { promisify } from "node:util";

/** Where the numbers come from. It names no host and no directory. */
export interface Environment {
  readonly versions: {
    readonly node: string;
    readonly v8: string;
    readonly openssl: string;
    /** Of libsodium-wrappers; null when it is not installed. */
    readonly libsodium: string | null;
  };
  /** "linux 6.1.0 x64". */
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Frequency governor of the first core; null where it cannot be read. */
  readonly governor: string | null;
  /** Processes that wanted to run in the last minute, on average, when the run began and when it ended. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** Null outside a repository. A "+" at its end: there were changes beside it. */
  readonly commit: string | null;
  /** SHA-256 of pnpm-lock.yaml; null when there is none. */
  readonly lockfile: string | null;
}

/** Called when the run begins; what it returns, when the run has ended. */
export async function observeEnvironment(): Promise<() => Environment> {
  const { node, v8, openssl = "none" } = process.versions;
  const lockfile = await read(new URL("pnpm-lock.yaml", repository));
  const libsodium = /^ {2}libsodium-wrappers@([\d.]+):/m.exec(lockfile ?? "")?.[1] ?? null;
  const before = {
    versions: { node, v8, openssl, libsodium },
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    governor: await read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
    commit: await commit(),
    lockfile: lockfile && createHash("sha256").update(lockfile).digest("hex"),
    loadBefore: load(),
  };
  return () => ({ ...before, loadAfter: load() });
}

const repository = new URL("../../../../", import.meta.url);

async function commit(): Promise<string | null> {
  try {
    const git = (...args: string[]) => promisify(execFile)("git", args, { cwd: repository });
    const head = await git("rev-parse", "HEAD");
    const changes = await git("status", "--porcelain");
    return head.stdout.trim() + (changes.stdout === "" ? "" : "+");
  } catch {
    return null;
  }
}

async function read(file: string | URL): Promise<string | null> {
  return readFile(file, "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

function load(): number {
  return Number(loadavg()[0]?.toFixed(2));
}
