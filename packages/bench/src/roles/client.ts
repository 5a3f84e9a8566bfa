import { measure } from "../measure/measure.ts";
import type { Timing } from "../measure/sample.ts";
import type { Dial, Ends, Invitation, Setting, Subject } from "../subjects/subject.ts";
import type { Job, Measured, Task } from "./job.ts";
import { reasonOf } from "./reason.ts";

/** Measures one subject's tasks, kind by kind: first all of a kind to warm up, then each for the record. */
export async function runClient(subject: Subject, setting: Setting, job: Promise<Job>): Promise<void> {
  const loading = subject.load(setting);
  loading.catch(() => {
    // The server fails to load it too, and says so; there will be no job.
  });
  const { invitation, tasks, timing } = await job;
  const dial = await dialOf(loading, invitation);
  for (const kind of new Set(tasks.map((task) => task.kind))) {
    const own = tasks.filter((task) => task.kind === kind);
    const warmUps: Measured[] = [];
    for (const task of own.filter(({ warmUpMs }) => warmUpMs > 0)) {
      warmUps.push(await outcomeOf(dial, task, { ...timing, taskMs: task.warmUpMs }));
    }
    for (const [index, task] of own.entries()) {
      const warmUp = warmUps[index];
      // Its samples are not recorded; its failure counts like any other.
      process.send?.(warmUp?.ok === false ? warmUp : await outcomeOf(dial, task, timing, warmUp));
    }
  }
}

/** What fails before the first dial fails every task. */
async function dialOf(loading: Promise<Ends>, invitation: Invitation): Promise<Dial> {
  try {
    return await (await loading).client(invitation);
  } catch (error) {
    return () => Promise.reject(error);
  }
}

async function outcomeOf(dial: Dial, { kind, size }: Task, timing: Timing, warmUp?: Measured): Promise<Measured> {
  const earlier = warmUp?.ok ? warmUp.samples : undefined;
  try {
    return { ok: true, ...(await measure(kind, dial, size, timing, earlier)) };
  } catch (error) {
    return { ok: false, error: reasonOf(error) };
  }
}
