#!/usr/bin/env node
import { parseArgs } from "node:util";
import { cipherNames, isCipherName } from "./ciphers.ts";
import { echo } from "./echo/echo.ts";

const usage = `pnpm demo echo [--cipher ${cipherNames.join("|")}]

  echo   an upper-case echo server over TCP, and three clients: one with the right key,
         one with a wrong key, and one that does not know the protocol`;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { cipher: { type: "string", default: "hybrid" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) console.log(usage);
  else if (positionals.join(" ") !== "echo") fail(`There is no demo "${positionals.join(" ")}".`);
  else if (!isCipherName(values.cipher)) fail(`There is no cipher "${values.cipher}".`);
  else await echo(values.cipher);
} catch (error) {
  if (!(error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS")) throw error;
  fail((error as Error).message);
}

function fail(reason: string): void {
  console.error(`${reason}\n\n${usage}`);
  process.exitCode = 2;
}
