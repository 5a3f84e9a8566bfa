import type { Turn } from "../run/run.ts";

/** Where progress is told, if it is a terminal. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Says what runs and how long is left, in one line drawn again and again on a terminal, and nothing elsewhere. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #budgetMs: number;
  readonly #now: () => number;
  readonly #start: number;
  #round = 0;
  #roundStart = 0;

  /** `budgetMs`: the most that the run may take, or Infinity. `now`: in milliseconds, monotonic. */
  constructor(stream: ProgressStream, budgetMs: number, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#budgetMs = budgetMs;
    this.#now = now;
    this.#start = now();
  }

  show(turn: Turn): void {
    if (!this.#stream.isTTY) return;
    const elapsedMs = this.#now() - this.#start;
    if (turn.round !== this.#round) this.#roundStart = elapsedMs;
    this.#round = turn.round;
    const line = `round ${turn.round}${turn.rounds ? ` of ${turn.rounds}` : ""}${this.#left(turn, elapsedMs)}`;
    this.#draw(`${line}  ${turn.scenario.id}`);
  }

  /** Leaves the terminal's line empty. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write(startOfLine);
  }

  #left({ round, rounds }: Turn, elapsedMs: number): string {
    const isFirst = round === 1 || rounds === undefined;
    const totalMs = isFirst ? this.#budgetMs : (this.#roundStart / (round - 1)) * rounds;
    if (totalMs === Number.POSITIVE_INFINITY) return "";
    const seconds = Math.max(1, Math.round((totalMs - elapsedMs) / 1000));
    return `, ${isFirst ? "at most" : "about"} ${seconds} s left`;
  }

  #draw(line: string): void {
    this.#stream.write(startOfLine + line.slice(0, (this.#stream.columns ?? 80) - 1));
  }
}

/** Carriage return, then erase in line (ECMA-48 §8.3.41). */
const startOfLine = "\r\u001b[K";
