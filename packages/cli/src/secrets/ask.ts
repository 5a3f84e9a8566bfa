import { once } from "node:events";
import { openSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { ReadStream, WriteStream } from "node:tty";
import { UsageError } from "@countersign/core";
import { read } from "read";

/**
 * Asks the person at the terminal, who may have standard input and output redirected, and shows nothing of the answer
 * when it is `silent`. `instead`: what to do where there is no terminal. Rejects with UsageError there, and on Ctrl-C
 * and Ctrl-D.
 */
export async function ask(prompt: string, { silent, instead }: Question): Promise<string> {
  const terminal = openTerminal(instead);
  try {
    const answer = read({ prompt, silent, input: terminal.input, output: terminal.output });
    return await Promise.race([answer, closed(terminal.input)]);
  } catch (cause) {
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "Nothing was answered.", { cause });
  } finally {
    // The end of the answer was not shown either.
    if (silent) terminal.output.write("\n");
    terminal.input.destroy();
    terminal.output.destroy();
  }
}

export interface Question {
  readonly silent: boolean;
  readonly instead: string;
}

/** Ctrl-D: the reading is over, and there is no answer. An answer ends it too, and is told first. */
async function closed(input: ReadStream): Promise<never> {
  await once(input, "pause");
  await setImmediate();
  throw new Error("The input was closed.");
}

function openTerminal(instead: string): { input: ReadStream; output: WriteStream } {
  try {
    return { input: new ReadStream(openSync("/dev/tty", "r")), output: new WriteStream(openSync("/dev/tty", "w")) };
  } catch (cause) {
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `There is no terminal to ask at: ${instead}.`, { cause });
  }
}
