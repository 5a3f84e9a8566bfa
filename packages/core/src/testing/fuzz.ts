import { AssertionError } from "node:assert";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CountersignError } from "../errors.ts";
import { mutation } from "./mutation.ts";
import { seededRandom } from "./random.ts";

export interface FuzzOptions {
  /** The same seed and corpus give the same inputs. */
  readonly seed: number;
  /** How many inputs to try in all, those of the corpus included. */
  readonly inputs: number;
  /** Valid inputs, from which hostile ones are made after they have been tried themselves. */
  readonly corpus: readonly Uint8Array[];
}

export interface FuzzReport {
  /** Inputs that were accepted. */
  readonly accepted: number;
  /** How many were refused, by the code of the error. */
  readonly refused: Readonly<Record<string, number>>;
  /** Bytes of memory in use at the end, beyond what was in use after a tenth of the inputs; garbage does not count. */
  readonly growthBytes: number;
}

/**
 * Feeds changed inputs to a parser of what a stranger or a peer may send. Each input is its own to keep or to overwrite.
 * Throws AssertionError, with the input and its number, when anything but an error of ours comes out.
 */
export async function fuzz(
  { seed, inputs, corpus }: FuzzOptions,
  parse: (input: Buffer) => unknown,
): Promise<FuzzReport> {
  const random = seededRandom(seed);
  const refused: Record<string, number> = {};
  let accepted = 0;
  let before = 0;
  for (let n = 0; n < inputs; n++) {
    const unchanged = corpus[n];
    const input = unchanged ? Buffer.from(unchanged) : mutation(corpus, random);
    const shown = input.toString("hex");
    try {
      const result = parse(input);
      if (result instanceof Promise) await result;
      accepted++;
    } catch (error) {
      const code = ownCode(error);
      if (!code) throw escaped(error, `input ${n} of seed ${seed}: ${shown}`);
      refused[code] = (refused[code] ?? 0) + 1;
    }
    if (n === Math.floor(inputs / 10)) before = await bytesInUse();
  }
  return { accepted, refused, growthBytes: (await bytesInUse()) - before };
}

function ownCode(error: unknown): string | undefined {
  const own = error instanceof CountersignError && /^ERR_COUNTERSIGN_[A-Z_]+$/.test(error.code);
  return own ? error.code : undefined;
}

function escaped(error: unknown, input: string): AssertionError {
  const failure = new AssertionError({ message: `Not an error of ours: ${String(error)}, for ${input}` });
  failure.cause = error;
  return failure;
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** V8 gives the memory of buffers back behind a collection, and beside the program. */
async function bytesInUse(): Promise<number> {
  for (let times = 0; times < 3; times++) {
    collectGarbage();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
