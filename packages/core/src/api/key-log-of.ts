import type { KeyLog } from "../key-log.ts";
import type { CommonOptions } from "./options.ts";

/**
 * The key log that was asked for, made loud and harmless to the session: the process is warned once that there is one,
 * and it is called outside the session's work, where it may throw and may end the session.
 */
export function keyLogOf({ insecureKeyLog }: CommonOptions): KeyLog | undefined {
  if (!insecureKeyLog) return undefined;
  warnOnce();
  return (line) => queueMicrotask(() => insecureKeyLog(line));
}

let warned = false;

function warnOnce(): void {
  if (warned) return;
  warned = true;
  process.emitWarning("`insecureKeyLog` gives away Countersign sessions: who reads the lines reads what is sent.", {
    type: "SecurityWarning",
    code: "COUNTERSIGN_KEY_LOG",
  });
}
