import type { ExitCode } from "../command.ts";
import { examine, isAsItShouldBe } from "./examine.ts";
import type { Lab, LabResult } from "./lab.ts";

/** Runs all labs, a few lines for each, and counts. 0 only when every naive protocol broke and every attack on ours failed. */
export async function runAll(labs: readonly Lab[], write: (line: string) => void): Promise<ExitCode> {
  const results: LabResult[] = [];
  for (const lab of labs) {
    const result = await examine(lab);
    results.push(result);
    write(`${isAsItShouldBe(result) ? "ok" : "NOT OK"}  ${lab.name}: naive ${result.naive}, ours ${result.ours}`);
    for (const line of isAsItShouldBe(result) ? [] : [...result.evidence.naive, ...result.evidence.ours]) {
      write(`      ${line}`);
    }
    write(`      ${result.stoppedBy}`);
  }
  const broke = results.filter(({ naive }) => naive === "broke").length;
  const failed = results.filter(({ ours }) => ours === "held").length;
  write(`${broke} naive protocols broke, ${failed} attacks failed on ours`);
  if (results.every(isAsItShouldBe)) return 0;
  write(`It should have been ${labs.length} and ${labs.length}.`);
  return 1;
}
