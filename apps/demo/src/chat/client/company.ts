import type { FromServer } from "../protocol.ts";
import type { AboutFiles } from "./files.ts";

/** Who is here, as the server tells. */
export class Company {
  readonly #means: string;
  #names: readonly string[] = [];
  #hasJoined = false;

  /** `means`: how the two ends talk. */
  constructor(means: string) {
    this.#means = means;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** Returns what is to be shown. Notices begin with "*", which no name does. */
  take(message: Exclude<FromServer, AboutFiles>): string {
    switch (message.kind) {
      case "welcome":
        this.#names = message.names;
        return this.#welcome();
      case "said":
        return `${message.name}: ${message.text}`;
      case "joined":
        this.#names = [...this.#names, message.name].sort();
        return `* ${message.name} has joined`;
      case "left":
        this.#names = this.#names.filter((name) => name !== message.name);
        return `* ${message.name} ${message.how}`;
      case "goodbye":
        return `* ${message.reason}`;
    }
  }

  #welcome(): string {
    const again = this.#hasJoined;
    this.#hasJoined = true;
    const who = this.#names.join(", ");
    if (again) return `* You are back. Here: ${who}.`;
    return `* You have joined: ${this.#means}. Here: ${who}. /help says what else there is.`;
  }
}
