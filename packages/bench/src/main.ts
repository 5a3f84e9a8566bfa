import { UsageError } from "@countersign/core";
import { bench } from "./cli/bench.ts";
import { parseRole } from "./roles/role.ts";
import { runRole } from "./roles/run-role.ts";

const args = process.argv.slice(2);
const child = parseRole(args);
if (child) {
  await runRole(child);
} else {
  try {
    process.exitCode = await bench(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nSee pnpm bench --help.\n`);
    process.exitCode = 2;
  }
}
