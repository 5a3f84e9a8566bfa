import { measure } from "../measure/measure.ts";
import type { Timing } from "../measure/sample.ts";
import type { Dial, Ends, Invitation, Subject } from "../subjects/subject.ts";
import type { Job, Measured, Task } from "./job.ts";
import { reasonOf } from "./reason.ts";

/** Measures one subject's tasks, one after another, each on connections of its own. */
export async function runClient(subject: Subject, job: Promise<Job>): Promise<void> {
  const loading = subject.load();
  loading.catch(() => {
    // The server fails to load it too, and says so; there will be no job.
  });
  const { invitation, tasks, timing } = await job;
  const dial = await dialOf(loading, invitation);
  const warmUp = { ...timing, taskMs: timing.warmUpMs };
  for (const task of tasks) await outcomeOf(dial, task, warmUp);
  for (const task of tasks) process.send?.(await outcomeOf(dial, task, timing));
}

/** What fails before the first dial fails every task. */
async function dialOf(loading: Promise<Ends>, invitation: Invitation): Promise<Dial> {
  try {
    return await (await loading).client(invitation);
  } catch (error) {
    return () => Promise.reject(error);
  }
}

async function outcomeOf(dial: Dial, { kind, size }: Task, timing: Timing): Promise<Measured> {
  try {
    return { ok: true, samples: await measure(kind, dial, size, timing) };
  } catch (error) {
    return { ok: false, error: reasonOf(error) };
  }
}
