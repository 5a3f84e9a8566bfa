import { UsageError } from "@countersign/core";
import { bench } from "./cli/bench.ts";
import { parseRole } from "./roles/role.ts";
import { runRole } from "./roles/run-role.ts";

const args = process.argv.slice(2);
const child = parseRole(args);
if (child) {
  await runRole(child);
} else {
  // Who reads what we print may have seen enough: pnpm bench --list | head -1
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  try {
    process.exitCode = await bench(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nSee pnpm bench --help.\n`);
    process.exitCode = 2;
  }
}
