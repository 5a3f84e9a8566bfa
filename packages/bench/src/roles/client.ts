import { once } from "node:events";
import { measure } from "../measure/measure.ts";
import type { Timing } from "../measure/sample.ts";
import type { Dial, Ends, Invitation, Subject } from "../subjects/subject.ts";
import type { Job, Measured, Task } from "./job.ts";
import { reasonOf } from "./reason.ts";

/** Measures one subject's tasks, one after another, each on connections of its own. */
export async function runClient(subject: Subject): Promise<void> {
  const received = once(process, "message");
  const loaded = subject.load();
  const [job] = (await received) as [Job];
  const dial = await dialOf(loaded, job.invitation);
  const warmUp = { ...job.timing, taskMs: job.timing.warmUpMs };
  for (const task of job.tasks) await outcomeOf(dial, task, warmUp);
  for (const task of job.tasks) process.send?.(await outcomeOf(dial, task, job.timing));
}

/** What fails before the first dial fails every task. */
async function dialOf(loaded: Promise<Ends>, invitation: Invitation): Promise<Dial> {
  try {
    return await (await loaded).client(invitation);
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
