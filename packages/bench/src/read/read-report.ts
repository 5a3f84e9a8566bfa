import { readFile } from "node:fs/promises";
import { invalid } from "../cli/invalid.ts";
import { embeddedJson } from "../report/html/embed.ts";
import type { Report } from "../report/report.ts";
import { faultOf } from "./shape.ts";
import { upgraded } from "./upgrade.ts";

/**
 * The report in a file that `--json` or `--html` wrote. Rejects with UsageError when there is none: it says which file, and
 * what is wrong with it. `flag`: how the user named the file.
 */
export async function readReport(file: string, flag: string): Promise<Report> {
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw invalid(`${flag} ${file} cannot be read: ${cause.message}`, cause);
  });
  const report = upgraded(parse(embeddedJson(text) ?? text));
  const fault = faultOf(report);
  if (fault !== undefined) throw invalid(`${flag} ${file} is no report of this benchmark: ${fault}`);
  return report as Report;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
