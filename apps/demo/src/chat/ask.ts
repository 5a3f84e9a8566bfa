import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";

/** Where somebody sits: keys come in, and what is asked goes out. */
interface Desk {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
}

/** Standard output may be redirected, and is for the conversation. */
const ourDesk: Desk = { input: process.stdin, output: process.stderr };

/**
 * Asks whoever sits at the terminal; of a `silent` answer nothing appears. Undefined where nobody can be asked, and on
 * Ctrl-C and Ctrl-D.
 */
export async function ask(question: string, { silent }: { readonly silent: boolean }, { input, output } = ourDesk) {
  if (!input.isTTY) return undefined;
  const lastRow = question.slice(question.lastIndexOf("\n") + 1);
  output.write(silent ? question : question.slice(0, question.length - lastRow.length));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input, output: silent ? nowhere : output, terminal: true });
  const closed = new AbortController();
  prompt.once("close", () => closed.abort());
  try {
    return await prompt.question(silent ? "" : lastRow, { signal: closed.signal });
  } catch {
    // The end of the row was not shown either.
    if (!silent) output.write("\n");
    return undefined;
  } finally {
    prompt.close();
    if (silent) output.write("\n");
  }
}
