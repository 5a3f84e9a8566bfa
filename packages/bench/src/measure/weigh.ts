import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of memory that this process has from the system (its resident set), without what V8 could give back. */
export async function weigh(): Promise<number> {
  for (let collection = 0; collection < collections; collection++) {
    collectGarbage();
    await setTimeout(pauseMs);
  }
  return process.memoryUsage.rss();
}

/** What only finalizers hold goes with the next collection, and pages go back to the system a little later. */
const collections = 3;
const pauseMs = 50;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
