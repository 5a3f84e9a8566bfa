import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";
import type { DiagnosticsChannels } from "@countersign/core";
import { vi } from "vitest";

const channels: readonly (keyof DiagnosticsChannels)[] = [
  "countersign:session:opening",
  "countersign:session:established",
  "countersign:session:failed",
  "countersign:session:closed",
  "countersign:stranger:refused",
  "countersign:server:fault",
];

/** All that a program can log of what happens, collected until it is disposed of. */
export class Evidence implements Disposable {
  readonly #texts: string[] = [];
  readonly #undo: (() => void)[] = [];
  readonly channelsHeard = new Set<string>();

  constructor() {
    for (const name of channels) {
      const hear = (event: unknown) => {
        this.channelsHeard.add(name);
        this.add(event);
      };
      subscribe(name, hear);
      this.#undo.push(() => unsubscribe(name, hear));
    }
    const hearWarning = (warning: Error) => this.add(warning);
    process.on("warning", hearWarning);
    this.#undo.push(() => process.off("warning", hearWarning));
    for (const method of ["debug", "error", "info", "log", "trace", "warn"] as const) {
      this.#listenTo(vi.spyOn(console, method));
    }
    for (const stream of [process.stdout, process.stderr]) this.#listenTo(vi.spyOn(stream, "write"));
  }

  /** Everything that can be seen of it from outside, however closely it is looked at. */
  add(subject: unknown): void {
    this.#note(inspect(subject, everything));
    if (!(subject instanceof Error)) return;
    for (const text of [subject.message, String(subject.stack), JSON.stringify(subject)]) this.#note(text);
    if (subject.cause !== undefined) this.add(subject.cause);
  }

  /** What of these secrets can be read out of it, by their names. */
  leaks(secrets: Readonly<Record<string, Uint8Array>>): string[] {
    const found: string[] = [];
    for (const [name, secret] of Object.entries(secrets)) {
      for (const [form, needles] of formsOf(secret)) {
        const text = this.#texts.find((each) => needles.some((needle) => each.includes(needle)));
        if (text !== undefined) found.push(`${name} as ${form} in: ${text.slice(0, 500)}`);
      }
    }
    return found;
  }

  [Symbol.dispose](): void {
    for (const undo of this.#undo) undo();
  }

  // Numbers and inspected Buffers are set in columns: without white space they are lists and hex.
  #note(text: string): void {
    this.#texts.push(text, text.replace(/\s+/g, ""));
  }

  #listenTo(spy: { readonly mock: { readonly calls: unknown[][] }; mockRestore(): void }): void {
    this.#undo.push(() => {
      for (const call of spy.mock.calls) for (const each of call) this.add(each);
      spy.mockRestore();
    });
  }
}

const everything = {
  depth: Number.POSITIVE_INFINITY,
  showHidden: true,
  maxArrayLength: null,
  maxStringLength: null,
  breakLength: Number.POSITIVE_INFINITY,
} as const;

/** So many bytes in a row are no chance. */
const windowBytes = 9;

/** The ways in which bytes show themselves as text, for each stretch of them. */
export function formsOf(secret: Uint8Array): Map<string, readonly string[]> {
  const bytes = Buffer.from(secret);
  const windows = Array.from({ length: bytes.length - windowBytes + 1 }, (_, at) =>
    bytes.subarray(at, at + windowBytes),
  );
  const each = (form: (window: Buffer) => string) => windows.map(form);
  return new Map([
    ["UTF-8", each((window) => window.toString("utf8")).filter((text) => !text.includes("\ufffd"))],
    ["Latin-1", each((window) => window.toString("latin1"))],
    ["hex", each((window) => window.toString("hex"))],
    ["upper-case hex", each((window) => window.toString("hex").toUpperCase())],
    ["base64", each((window) => window.toString("base64"))],
    ["base64url", each((window) => window.toString("base64url"))],
    ["numbers", each((window) => window.join(","))],
  ]);
}
