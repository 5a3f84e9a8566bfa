#!/usr/bin/env node
import { CountersignError, UsageError } from "@countersign/core";
import { CommanderError } from "commander";
import { program } from "./program.ts";
import { say } from "./terminal/say.ts";

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what went wrong, on standard error, and returns the exit code: 1 it failed, 2 it was asked for wrongly. */
function report(error: unknown): number {
  // Commander has said it already, help and version among it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CountersignError) {
    say(`${error.message} (${error.code})`);
    return error instanceof UsageError ? 2 : 1;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  // Who reads standard output has seen enough.
  if (code !== "EPIPE") say(message);
  return 1;
}
