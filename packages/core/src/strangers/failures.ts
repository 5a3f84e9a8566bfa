import { Recent } from "./recent.ts";

/** "abandoned": it ended before either side could tell. */
export type AttemptOutcome = "failed" | "passed" | "abandoned";

/** When an attempt may begin, and how long none comes after it. */
export interface Turn {
  readonly at: number;
  readonly ms: number;
}

interface Entry {
  failures: number;
  /** When `failures` was counted last. */
  failedAt: number;
  /** Attempts under way. */
  pending: number;
  /** No further attempt begins earlier. */
  nextAt: number;
}

/**
 * Failed attempts under each key: after so many that are free, the next may begin the later the more there were. Half
 * of them are forgotten every five minutes. Times are in milliseconds.
 */
export class Failures {
  readonly #free: number;
  readonly #longestMs: number;
  readonly #entries = new Recent<Entry>(mostKeys);

  constructor(free: number, longestMs: number) {
    this.#free = free;
    this.#longestMs = longestMs;
  }

  /**
   * An attempt is to begin: the turn that it has, or undefined when that is too far away. Each that has one is followed
   * by one `settle`.
   */
  begin(key: string, now: number): Turn | undefined {
    const entry = this.#entries.get(key) ?? { failures: 0, failedAt: now, pending: 0, nextAt: now };
    const at = Math.max(now, entry.nextAt);
    if (at > now + this.#longestMs) return undefined;
    const turn = { at, ms: this.#delayMs(entry, now) };
    entry.nextAt = at + turn.ms;
    entry.pending++;
    this.#entries.set(key, entry);
    return turn;
  }

  settle(key: string, outcome: AttemptOutcome, turn: Turn, now: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.pending--;
    if (outcome === "failed") {
      entry.failures = remaining(entry, now) + 1;
      entry.failedAt = now;
      entry.nextAt = Math.max(entry.nextAt, now + this.#delayMs(entry, now));
    } else if (outcome === "passed") {
      entry.failures = 0;
      entry.nextAt = now;
    } else if (now < turn.at) {
      // It gives its turn back.
      entry.nextAt = Math.max(now, entry.nextAt - turn.ms);
    }
    if (entry.pending <= 0 && entry.failures === 0) this.#entries.delete(key);
  }

  // Many at once are no crime by themselves; beyond some they count as if they had failed already.
  #delayMs(entry: Entry, now: number): number {
    const counted = remaining(entry, now) + Math.max(0, entry.pending - pendingFree);
    const beyond = Math.ceil(counted - this.#free);
    return beyond <= 0 ? 0 : Math.min(this.#longestMs, firstDelayMs * 2 ** (beyond - 1));
  }
}

function remaining({ failures, failedAt }: Entry, now: number): number {
  const left = failures * 2 ** (-(now - failedAt) / halfLifeMs);
  return left < 0.5 ? 0 : left;
}

const mostKeys = 10_000;
const pendingFree = 32;
const firstDelayMs = 250;
const halfLifeMs = 5 * 60_000;
