import type { Line } from "../protocol.ts";
import type { Tell } from "./end.ts";

/** What stands on both sides' screens, the oldest first. */
export class Screens {
  readonly #shown: (line: Line) => void;
  #lines: Line[] = [];
  #last = 0;
  #generation = 0;

  constructor(shown: (line: Line) => void) {
    this.#shown = shown;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Empties both. Gives the way to write on them for the conversation that begins: those before fall silent. */
  clear(): Tell {
    this.#lines = [];
    const generation = ++this.#generation;
    return (told) => {
      if (generation !== this.#generation) return;
      const line = { id: ++this.#last, ...told };
      this.#lines = [...this.#lines.slice(-keptLines), line];
      this.#shown(line);
    };
  }
}

const keptLines = 400;
