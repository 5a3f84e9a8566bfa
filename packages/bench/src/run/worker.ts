import { type ChildProcess, fork, type Serializable } from "node:child_process";
import { on } from "node:events";
import { fileURLToPath } from "node:url";
import { type Assignment, type Role, roleArguments, stop } from "../roles/role.ts";

/** One child process of a pair, or what stands between the two. */
export class Worker {
  readonly #role: Role;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #messages: AsyncIterator<unknown[]>;
  #errorOutput = "";

  /** `flags`: of Node or V8, for this process alone. */
  constructor(assignment: Assignment, flags: readonly string[] = []) {
    this.#role = assignment.role;
    const execArgv = [...process.execArgv, ...flags];
    const stdio = ["ignore", "ignore", "pipe", "ipc"] as const;
    this.#child = fork(program, roleArguments(assignment), { execArgv, stdio: [...stdio] });
    this.#ended = new Promise((resolve) => this.#child.once("close", resolve).once("error", resolve));
    this.#messages = on(this.#child, "message", { close: ["close"] });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errorOutput = (this.#errorOutput + text).slice(0, keptErrorCharacters);
    });
  }

  /** Undefined while it runs; afterwards what it left behind. */
  get lastWords(): string | undefined {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return undefined;
    const words = /^\w*Error\b.*$/m.exec(this.#errorOutput)?.[0] ?? "it said nothing";
    return `the ${this.#role} process ended (${signalCode ?? exitCode}): ${words}`;
  }

  /** A process that is gone takes no message; `receive` tells. */
  post(message: Serializable): void {
    this.#child.send(message, () => {});
  }

  /** The next message. Rejects when the process ended, and ends it when it says nothing for `withinMs`. */
  async receive<T>(withinMs: number): Promise<T> {
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      this.#child.kill("SIGKILL");
    }, withinMs);
    try {
      const { done, value } = await this.#messages.next();
      if (done) throw new Error(silent ? `the ${this.#role} said nothing for ${withinMs} ms` : this.lastWords);
      return value[0] as T;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks the process to end; ends it when it does not. */
  async stop(): Promise<void> {
    this.post(stop);
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.#ended;
    clearTimeout(timer);
  }
}

const program = fileURLToPath(new URL("../main.js", import.meta.url));
const keptErrorCharacters = 4096;
const graceMs = 2000;
