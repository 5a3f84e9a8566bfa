import { setTimeout } from "node:timers/promises";

/** The promise's result, or an error with this message when it takes longer than some seconds. */
export async function soon<Result>(promise: Promise<Result>, otherwise: string, milliseconds = 5_000): Promise<Result> {
  const patience = new AbortController();
  const late = async () => {
    await setTimeout(milliseconds, undefined, { signal: patience.signal });
    throw new Error(otherwise);
  };
  try {
    return await Promise.race([promise, late()]);
  } finally {
    patience.abort();
  }
}
