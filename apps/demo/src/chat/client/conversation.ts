import type { CountersignError, Session } from "@countersign/core";
import { decodeFromServer, type FromServer, maxTextLength } from "../protocol.ts";
import { Company } from "./company.ts";
import { type AboutFiles, Files, isAboutFiles } from "./files.ts";
import { Outbox } from "./outbox.ts";
import { type Dial, dialUntilThere, isWorthRetrying } from "./return.ts";
import type { Screen } from "./screen.ts";
import { statusRow } from "./status.ts";
import { tell } from "./tell.ts";
import { help, readTyped, type Typed } from "./typed.ts";
import { whyAway } from "./words.ts";

export interface ConversationOptions {
  readonly screen: Screen;
  /** How the two ends talk, for the status. */
  readonly means: string;
  /** The folder of files that come. */
  readonly downloads: string;
  /** Opens another session when one broke. */
  readonly dial: Dial;
}

/**
 * Both directions between sessions with a server, one after the other, and a screen. Notices begin with "*", which no
 * name does.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #screen: Screen;
  readonly #company: Company;
  readonly #outbox = new Outbox();
  /** Aborted: no other session is wanted. */
  readonly #stay = new AbortController();
  /** Undefined between two sessions. */
  #here: { readonly session: Session; readonly files: Files } | undefined;
  #status = "";
  #leaving = false;
  #parting: Session | undefined;
  #returned = () => {};

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#screen = options.screen;
    this.#company = new Company(options.means);
  }

  /**
   * Resolves when the user has left, or the server has closed, with whether all was said that was typed; rejects with
   * what ended it otherwise.
   */
  async run(first: Session): Promise<boolean> {
    const speaking = this.#speak();
    try {
      for (let session: Session | undefined = first; session; ) {
        const broken = await this.#converse(session);
        session = broken && (await this.#return(broken));
      }
    } finally {
      this.#stay.abort();
      this.#returned();
      this.#screen.close();
      await speaking;
      for (const text of this.#outbox.texts) await this.#screen.show(`* Not said, as far as is known: ${text}`);
    }
    return this.#outbox.texts.length === 0;
  }

  /** Leaves as soon as the server has confirmed all that was said; called again, or where there is no session, at once. */
  leave(): void {
    if (!this.#here) this.#stay.abort();
    else if (this.#leaving) this.#here.session.abort();
    this.#screen.close();
  }

  /** Resolves when the session is over: with an error after which another one is worth a try, or without. */
  async #converse(session: Session): Promise<CountersignError | undefined> {
    const show = (line: string) => this.#screen.show(line);
    const changed = () => this.#setStatus();
    const files = new Files({ session, downloads: this.#options.downloads, show, changed });
    this.#here = { session, files };
    this.#outbox.rewind();
    this.#returned();
    const clock = setInterval(changed, statusEveryMs);
    void this.#flush().then(() => (this.#leaving ? this.#part() : undefined));
    try {
      await this.#hear(session, files);
      return undefined;
    } catch (error) {
      if (!isWorthRetrying(error) || (this.#leaving && !this.#mustReturn)) throw error;
      return error;
    } finally {
      clearInterval(clock);
      this.#here = undefined;
      await files.end();
    }
  }

  async #hear(session: Session, files: Files): Promise<void> {
    for await (const bytes of session) {
      const message = decodeFromServer(bytes);
      if (!message) await this.#screen.show("* The server sent something that this version does not know.");
      else if (isAboutFiles(message)) await files.take(message);
      else await this.#screen.show(this.#take(message));
    }
    await this.#screen.show(this.#leaving ? left : "* The server has closed.");
  }

  /** Returns what is to be shown. */
  #take(message: Exclude<FromServer, AboutFiles>): string {
    if (message.kind === "said") this.#outbox.heard(message.line);
    const line = this.#company.take(message);
    this.#setStatus();
    return line;
  }

  #setStatus(): void {
    const here = this.#here;
    const { means } = this.#options;
    const progress = here?.files.progress ?? "";
    const status = statusRow({ progress, means, stats: here?.session.stats(), names: this.#company.names });
    if (status !== this.#status) this.#screen.setStatus(status);
    this.#status = status;
  }

  async #speak(): Promise<void> {
    for await (const line of this.#screen.lines) {
      const typed = readTyped(line);
      if (typed.kind === "quit") break;
      await this.#obey(typed);
    }
    this.#leaving = true;
    if (this.#here) await this.#part();
    else if (!this.#mustReturn) this.#stay.abort();
  }

  /** Closes the session when all of it is done; it is over then, and hearing ends. */
  async #part(): Promise<void> {
    if (!this.#here || this.#here.session === this.#parting) return;
    const { session, files } = this.#here;
    this.#parting = session;
    const patience = setTimeout(() => void this.#screen.show(stillLeaving), patienceMs);
    await this.#flush();
    await files.idle();
    await session.close({ timeout: leaveTimeoutMs }).catch(() => {});
    clearTimeout(patience);
  }

  /** Whoever pipes something in cannot type it again. */
  get #mustReturn(): boolean {
    return !this.#screen.isLive && this.#outbox.texts.length > 0;
  }

  async #return(broken: CountersignError): Promise<Session | undefined> {
    const say = async (error: CountersignError, waitMs: number) => {
      this.#setStatus();
      await this.#screen.show(`* ${whyAway(error)} Trying again in ${waitMs / 1000} s; Ctrl-C leaves.`);
    };
    const session = await dialUntilThere(broken, this.#options.dial, say, this.#stay.signal);
    if (!session) await this.#screen.show(left);
    return session;
  }

  async #obey(typed: Typed): Promise<void> {
    switch (typed.kind) {
      case "say":
        return this.#say(typed.text);
      case "send":
        if (this.#here) return this.#here.files.send(typed.path);
        return this.#screen.show(`* ${typed.path} is not sent: there is no connection now.`);
      case "who":
        return this.#screen.show(
          this.#here ? `* Here: ${this.#company.names.join(", ")}` : "* There is no connection now.",
        );
      case "help":
        for (const row of help) await this.#screen.show(row);
        return;
      case "unknown":
        return this.#screen.show(`* There is no ${typed.word}: /help says what there is.`);
    }
  }

  async #say(text: string): Promise<void> {
    if (text.length > maxTextLength) {
      const size = `${text.length} characters are more than the ${maxTextLength} of a line`;
      return this.#screen.show(`* Not said: ${size}.`);
    }
    this.#outbox.add(text);
    if (this.#here) return this.#flush();
    await this.#screen.show(`* Kept until the connection is back: ${text}`);
    // What is piped in waits outside.
    while (!this.#here && !this.#stay.signal.aborted && this.#outbox.texts.length >= mostKept) {
      await new Promise<void>((resolve) => {
        this.#returned = resolve;
      });
    }
  }

  async #flush(): Promise<void> {
    const here = this.#here;
    while (here && here === this.#here) {
      const message = this.#outbox.next();
      if (!message) return;
      await tell(here.session, message);
    }
  }
}

const left = "* You have left.";
const stillLeaving = "* The server has not confirmed yet that it has all you said. Ctrl-C leaves without that.";
const patienceMs = 1_000;

/** How the link does, changes by itself. */
const statusEveryMs = 1_000;

/** The server takes what somebody said at its own pace, and confirms when it has all. */
const leaveTimeoutMs = 30_000;

/** Lines that wait for a connection. */
const mostKept = 1_000;
