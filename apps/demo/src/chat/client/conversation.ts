import type { Session } from "@countersign/core";
import { decodeFromServer, encode, type FromServer, maxTextLength } from "../protocol.ts";
import type { Screen } from "./screen.ts";
import { help, readTyped, type Typed } from "./typed.ts";

/** Both directions between a session and a screen. Notices begin with "*", which no name does. */
export class Conversation {
  readonly #session: Session;
  readonly #screen: Screen;
  /** How the two ends talk, for the status. */
  readonly #means: string;
  #names: readonly string[] = [];
  #leaving = false;

  constructor(session: Session, screen: Screen, means: string) {
    this.#session = session;
    this.#screen = screen;
    this.#means = means;
  }

  /** Resolves when the user has left, or the server has closed; rejects with what ended the session otherwise. */
  async run(): Promise<void> {
    const hearing = this.#hear().finally(() => this.#screen.close());
    await Promise.all([hearing, this.#speak()]);
  }

  /** Leaves as soon as the server has confirmed all that was said; called again, at once. */
  leave(): void {
    if (this.#leaving) this.#session.abort();
    else this.#screen.close();
  }

  async #hear(): Promise<void> {
    for await (const bytes of this.#session) {
      const message = decodeFromServer(bytes);
      await this.#screen.show(
        message ? this.#take(message) : "* The server sent something that this version does not know.",
      );
    }
    await this.#screen.show(this.#leaving ? "* You have left." : "* The server has closed.");
  }

  /** Returns what is to be shown. */
  #take(message: FromServer): string {
    switch (message.kind) {
      case "welcome":
        this.#setNames(message.names);
        return `* You have joined: ${this.#means}. Here: ${this.#who}. /help says what else there is.`;
      case "said":
        return `${message.name}: ${message.text}`;
      case "joined":
        this.#setNames([...this.#names, message.name].sort());
        return `* ${message.name} has joined`;
      case "left":
        this.#setNames(this.#names.filter((name) => name !== message.name));
        return `* ${message.name} ${message.how}`;
      case "goodbye":
        return `* ${message.reason}`;
    }
  }

  #setNames(names: readonly string[]): void {
    this.#names = names;
    this.#screen.setStatus(` ${this.#means} │ ${names.length} here: ${this.#who} `);
  }

  get #who(): string {
    return this.#names.join(", ");
  }

  /** What goes wrong with the session, hearing tells. */
  async #speak(): Promise<void> {
    for await (const line of this.#screen.lines) {
      const typed = readTyped(line);
      if (typed.kind === "quit") break;
      await this.#obey(typed);
    }
    this.#leaving = true;
    const patience = setTimeout(() => void this.#screen.show(stillLeaving), patienceMs);
    await this.#session.close({ timeout: leaveTimeoutMs }).catch(() => {});
    clearTimeout(patience);
  }

  async #obey(typed: Typed): Promise<void> {
    switch (typed.kind) {
      case "say":
        return this.#say(typed.text);
      case "who":
        return this.#screen.show(`* Here: ${this.#who}`);
      case "help":
        for (const row of help) await this.#screen.show(row);
        return;
      case "unknown":
        return this.#screen.show(`* There is no ${typed.word}: /help says what there is.`);
    }
  }

  async #say(text: string): Promise<void> {
    if (text.length <= maxTextLength) return this.#session.send(encode({ kind: "say", text })).catch(() => {});
    await this.#screen.show(`* Not said: ${text.length} characters are more than the ${maxTextLength} of a line.`);
  }
}

const stillLeaving = "* The server has not confirmed yet that it has all you said. Ctrl-C leaves without that.";
const patienceMs = 1_000;

/** The server takes what somebody said at its own pace, and confirms when it has all. */
const leaveTimeoutMs = 30_000;
