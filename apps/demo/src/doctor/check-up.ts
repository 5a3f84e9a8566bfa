import type { ExitCode } from "../command.ts";
import type { Check, Finding } from "./finding.ts";

/** Looks at one thing after the other, and says at the end what is in the way. 0 when nothing is. */
export async function checkUp(checks: readonly Check[], write: (line: string) => void): Promise<ExitCode> {
  const troubles: string[] = [];
  let before = "";
  for (const check of checks) {
    const { lines, trouble } = await findingOf(check);
    for (const line of lines) {
      write(`${(check.topic === before ? "" : check.topic).padEnd(topicColumns)}${line}`);
      before = check.topic;
    }
    if (trouble !== undefined) troubles.push(trouble);
  }
  write("");
  if (troubles.length === 0) {
    write("Nothing stands in the way of Countersign on this machine.");
    return 0;
  }
  write(troubles.length === 1 ? "One thing stands in the way:" : `${troubles.length} things stand in the way:`);
  for (const trouble of troubles) write(`- ${trouble}`);
  return 1;
}

const topicColumns = 16;

async function findingOf(check: Check): Promise<Finding> {
  try {
    return await check.look();
  } catch (error) {
    const { message } = error as Error;
    return { lines: ["could not be found out"], trouble: `${check.topic}: ${message}` };
  }
}
