import { appendFile, writeFile } from "node:fs/promises";
import type { Comparison } from "../baseline/comparison.ts";
import { makeFolderOf } from "../baseline/store.ts";
import { renderCsv } from "../report/csv.ts";
import { renderHtml } from "../report/html/page.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { invalid } from "./invalid.ts";

/** A file that a run leaves behind. */
export interface Output {
  /** How the user asked for it. */
  readonly flag: "--json" | "--html" | "--md" | "--csv" | "--save-baseline";
  readonly file: string;
}

/** Known before the run, rather than after it. Rejects with UsageError. */
export async function assertWritable(outputs: readonly Output[]): Promise<void> {
  for (const { flag, file } of outputs) {
    try {
      if (flag === "--save-baseline") await makeFolderOf(file);
      await appendFile(file, "");
    } catch (cause) {
      throw invalid(`${flag} ${file} cannot be written: ${(cause as Error).message}`, cause);
    }
  }
}

export async function writeOutputs(
  outputs: readonly Output[],
  report: Report,
  comparison: Comparison | null,
): Promise<void> {
  for (const { flag, file } of outputs) await writeFile(file, render[flag](report, comparison));
}

const json = (report: Report) => `${JSON.stringify(report, null, 2)}\n`;

const render: Readonly<Record<Output["flag"], (report: Report, comparison: Comparison | null) => string>> = {
  "--json": json,
  "--save-baseline": json,
  "--html": renderHtml,
  "--md": renderMarkdown,
  "--csv": renderCsv,
};
