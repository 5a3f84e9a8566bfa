import { Bench, type FnOptions } from "tinybench";

/** How long to measure, in milliseconds. */
export interface Timing {
  /** Timed work of one task. */
  readonly taskMs: number;
  /** The same work before the first sample, on the same connection. */
  readonly settleMs: number;
  /** Time that a batch of messages should take. */
  readonly batchMs: number;
  /** Time that two sessions share a bottleneck while it counts, and as much before. */
  readonly shareMs: number;
  /** Sessions that are open at once when their memory is weighed. */
  readonly sessions: number;
}

/** Times `iterate` until `timing.taskMs` is used up; milliseconds, ascending. Rejects with the first error. */
export async function sample(timing: Timing, iterate: () => Promise<void>, hooks: FnOptions = {}): Promise<number[]> {
  const bench = new Bench({
    time: timing.taskMs,
    iterations: leastIterations,
    warmupTime: timing.settleMs,
    warmupIterations: 1,
    retainSamples: true,
    throws: true,
  });
  bench.add("task", iterate, { async: true, ...hooks });
  const [task] = await bench.run();
  const result = task?.result;
  if (result?.state !== "completed" || !result.latency.samples) throw new Error(`the task ended ${result?.state}`);
  return result.latency.samples;
}

const leastIterations = 3;
