import { measure } from "../measure/measure.ts";
import { profiled } from "../measure/profiled.ts";
import type { Timing } from "../measure/sample.ts";
import { type Stage, stageOf } from "../measure/stage.ts";
import type { KindName } from "../scenarios/kind.ts";
import type { Setting, Subject } from "../subjects/subject.ts";
import type { Job, Measured, Task } from "./job.ts";
import { reasonOf } from "./reason.ts";

/** Measures one subject's tasks, kind by kind: first all of a kind to warm up, then each for the record. */
export async function runClient(subject: Subject, setting: Setting, job: Promise<Job>): Promise<void> {
  const loading = subject.load(setting);
  loading.catch(() => {
    // The server fails to load it too, and says so; there will be no job.
  });
  const { invitation, tasks, timing, profileCpu } = await job;
  const stage = loading.then((ends) => stageOf(subject.transport, ends, invitation));
  // What fails before the first dial fails every task.
  stage.catch(() => {});
  for (const kind of new Set(tasks.map((task) => task.kind))) {
    const own = tasks.filter((task) => task.kind === kind);
    const warmUps: Measured[] = [];
    for (const task of own.filter(({ warmUpMs }) => warmUpMs > 0)) {
      warmUps.push(await warmUpOf(stage, task, timing));
    }
    for (const [index, task] of own.entries()) {
      const warmUp = warmUps[index];
      // Its samples are not recorded; its failure counts like any other.
      process.send?.(warmUp?.ok === false ? warmUp : await outcomeOf(stage, task, timing, { warmUp, profileCpu }));
    }
  }
}

/**
 * Over several connections: V8 compiles for what it has seen, and what it made for the first one alone it throws away
 * with the second, which begins as slowly.
 */
async function warmUpOf(stage: Promise<Stage>, task: Task, timing: Timing): Promise<Measured> {
  let warmUp: Measured | undefined;
  for (let connection = 0; connection < warmUpConnections && warmUp?.ok !== false; connection++) {
    warmUp = await outcomeOf(
      stage,
      task,
      { ...timing, settleMs: 0, taskMs: task.warmUpMs / warmUpConnections },
      { warmUp },
    );
  }
  return warmUp as Measured;
}

const warmUpConnections = 3;

async function outcomeOf(
  stage: Promise<Stage>,
  { kind, size, load }: Task,
  timing: Timing,
  { warmUp, profileCpu }: { readonly warmUp?: Measured | undefined; readonly profileCpu?: boolean } = {},
): Promise<Measured> {
  const earlier = warmUp?.ok ? warmUp.samples : undefined;
  try {
    const own = await stage;
    const work = () => measure(kind, own, { size, load }, timing, earlier);
    const found = profileCpu && !unprofiled.has(kind) ? await profiled(own, work) : await work();
    return { ok: true, ...found };
  } catch (error) {
    return { ok: false, error: reasonOf(error) };
  }
}

/** A profile weighs something, and sends a message. */
const unprofiled: ReadonlySet<KindName> = new Set(["memory", "footprint"]);
