import type { Session } from "@countersign/core";
import { inUnits, progressBar } from "../files/amounts.ts";
import type { FromClient, FromServer } from "../protocol.ts";
import { type Coming, Incoming } from "./incoming.ts";
import { Outgoing } from "./outgoing.ts";
import { tell } from "./tell.ts";

const kinds = ["proceed", "declined", "coming", "chunk", "had", "finish", "got", "without", "over"] as const;

/** What the server sends about files. */
export type AboutFiles = Extract<FromServer, { kind: (typeof kinds)[number] }>;

export function isAboutFiles(message: FromServer): message is AboutFiles {
  return (kinds as readonly string[]).includes(message.kind);
}

export interface FilesOptions {
  readonly session: Session;
  /** Where files go that come. */
  readonly downloads: string;
  readonly show: (line: string) => Promise<void>;
  /** `progress` is another one. */
  readonly changed: () => void;
}

/** The files of one session: one that goes, and one that comes. */
export class Files {
  readonly #options: FilesOptions;
  #outgoing: Outgoing | undefined;
  #incoming: Incoming | undefined;
  #done = () => {};

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  /** How far they are, for the status; empty when there are none. */
  get progress(): string {
    const goes = this.#outgoing && row("↑", this.#outgoing.file, this.#outgoing.had, this.#outgoing.bytes);
    const comes =
      this.#incoming && row("↓", this.#incoming.offer.file, this.#incoming.bytes, this.#incoming.offer.bytes);
    return [goes, comes].filter((each) => each !== undefined).join(" │ ");
  }

  /** Offers a file to everybody else. */
  async send(path: string): Promise<void> {
    if (this.#outgoing) return this.#show(`Not sent: ${this.#outgoing.file} is on its way, and they go one at a time.`);
    try {
      this.#outgoing = await Outgoing.open(path);
      this.#options.changed();
      await this.#tell({ kind: "offer", file: this.#outgoing.file, bytes: this.#outgoing.bytes });
    } catch (error) {
      await this.#show(`${path} is not sent: ${(error as Error).message}.`);
    }
  }

  /** Resolves when nothing of ours is on its way any more. */
  async idle(): Promise<void> {
    if (!this.#outgoing) return;
    await new Promise<void>((resolve) => {
      this.#done = resolve;
    });
  }

  async take(message: AboutFiles): Promise<void> {
    switch (message.kind) {
      case "coming":
        return this.#receive(message);
      case "chunk":
        return this.#isComing(message.transfer) ? this.#put(message.data) : undefined;
      case "finish":
        return this.#isComing(message.transfer) ? this.#complete(message.sha256) : undefined;
      case "declined":
        return this.#sent(`is not sent: ${message.reason}`);
      case "proceed":
        // Not awaited: what is said is heard meanwhile.
        return void this.#pump(message.transfer);
      case "over":
        return this.#isComing(message.transfer) ? this.#drop(message.reason) : this.#goesNoMore(message);
    }
    if (this.#outgoing?.transfer !== message.transfer) return;
    switch (message.kind) {
      case "had":
        this.#outgoing.report(message.bytes);
        return this.#options.changed();
      case "got": {
        const same = message.sha256 === this.#outgoing.sha256 ? "as here" : `BUT HERE IT IS ${this.#outgoing.sha256}`;
        return this.#show(`${message.name} has ${this.#outgoing.file}: SHA-256 ${message.sha256}, ${same}`);
      }
      case "without":
        return this.#show(`${message.name} does not have ${this.#outgoing.file}: ${message.name} ${message.reason}`);
    }
  }

  /** The session is over: nothing goes or comes any more. */
  async end(): Promise<void> {
    await this.#drop("the connection is over");
    if (this.#outgoing) await this.#sent("was not sent to the end.");
  }

  async #pump(transfer: number): Promise<void> {
    const outgoing = this.#outgoing;
    try {
      await outgoing?.send(this.#options.session, transfer);
    } catch (error) {
      if (this.#outgoing !== outgoing) return;
      const reason = (error as Error).message;
      await this.#tell({ kind: "giveUp", transfer, reason: `gave up: ${reason}`.slice(0, 500) });
    }
  }

  async #goesNoMore({ transfer, reason }: Extract<AboutFiles, { kind: "over" }>): Promise<void> {
    if (this.#outgoing?.transfer !== transfer) return;
    return this.#sent(reason === "" ? `has been sent, ${inUnits(this.#outgoing.bytes)}.` : `is not sent: ${reason}`);
  }

  async #sent(how: string): Promise<void> {
    const outgoing = this.#outgoing;
    this.#outgoing = undefined;
    if (!outgoing) return;
    await outgoing.stop();
    this.#options.changed();
    await this.#show(`${outgoing.file} ${how}`);
    this.#done();
  }

  async #receive(offer: Coming): Promise<void> {
    await this.#drop("another one comes");
    try {
      this.#incoming = await Incoming.open(offer, this.#options.downloads);
      await this.#show(`${offer.name} sends ${offer.file}, ${inUnits(offer.bytes)}`);
      this.#options.changed();
    } catch (error) {
      await this.#show(`${offer.name} sends ${offer.file}, which cannot be kept: ${(error as Error).message}`);
      await this.#tell({ kind: "giveUp", transfer: offer.transfer, reason: "cannot keep it" });
    }
  }

  async #put(data: Uint8Array): Promise<void> {
    const incoming = this.#incoming as Incoming;
    try {
      if (!(await incoming.take(data))) return;
      await this.#tell({ kind: "had", transfer: incoming.offer.transfer, bytes: incoming.bytes });
      this.#options.changed();
    } catch (error) {
      await this.#refuse(incoming, error as Error);
    }
  }

  async #complete(sha256: string): Promise<void> {
    const incoming = this.#incoming as Incoming;
    const { name, file, transfer } = incoming.offer;
    try {
      const { path } = await incoming.finish(sha256);
      this.#incoming = undefined;
      this.#options.changed();
      await this.#show(`${file} from ${name} is in ${path}: SHA-256 ${sha256}, as at ${name}'s`);
      await this.#tell({ kind: "got", transfer, sha256 });
    } catch (error) {
      await this.#refuse(incoming, error as Error);
    }
  }

  async #refuse({ offer }: Incoming, { message }: Error): Promise<void> {
    await this.#drop(message);
    await this.#tell({ kind: "giveUp", transfer: offer.transfer, reason: "could not keep it" });
  }

  async #drop(reason: string): Promise<void> {
    const incoming = this.#incoming;
    this.#incoming = undefined;
    if (!incoming) return;
    await incoming.discard();
    this.#options.changed();
    await this.#show(`${incoming.offer.file} from ${incoming.offer.name} did not arrive: ${reason}`);
  }

  #isComing(transfer: number): boolean {
    return this.#incoming?.offer.transfer === transfer;
  }

  #show(text: string): Promise<void> {
    return this.#options.show(`* ${text}`);
  }

  #tell(message: FromClient): Promise<void> {
    return tell(this.#options.session, message);
  }
}

function row(arrow: string, file: string, done: number, all: number): string {
  const short = file.length > 24 ? `${file.slice(0, 23)}…` : file;
  return `${arrow} ${short} ${progressBar(done, all)}`;
}
