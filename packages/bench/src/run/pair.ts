import type { Timing } from "../measure/sample.ts";
import type { Job, Measured, Served, Task } from "../roles/job.ts";
import type { SubjectReference } from "../subjects/load.ts";
import { Worker } from "./worker.ts";

/**
 * A fresh server and a fresh client run the tasks of one subject, in order. Resolves with one outcome for each task,
 * whatever happens. `announce` is called with the index of each task that begins.
 */
export async function measurePair(
  subject: SubjectReference,
  tasks: readonly Task[],
  timing: Timing,
  announce: (index: number) => void,
): Promise<Measured[]> {
  const weighing = tasks.some(({ kind }) => kind === "memory");
  const server = new Worker("server", subject, weighing ? steadyHeap : []);
  const client = new Worker("client", subject);
  const outcomes: Measured[] = [];
  try {
    const served = await server.receive<Served>(startMs);
    if (!served.ok) return tasks.map(() => served);
    client.post({ invitation: served.invitation, tasks, timing } satisfies Job);
    for (const index of tasks.keys()) {
      announce(index);
      outcomes.push(await client.receive<Measured>(patienceMs));
    }
  } catch (error) {
    const failed = { ok: false, error: (error as Error).message } as const;
    outcomes.push(...tasks.slice(outcomes.length).map(() => failed));
  } finally {
    await Promise.all([client.stop(), server.stop()]);
  }
  return outcomes;
}

/**
 * V8's young generation belongs to the process, not to a session: it grows while sessions come, by some 20 MiB, and would
 * drown what is weighed until V8 gives it back, seconds later. Here it stays at 1 MiB.
 */
const steadyHeap = ["--max-semi-space-size=1"];

/** Making keys takes longest. */
const startMs = 60_000;

/** A client that says nothing for so long hangs. Each kind's first answer comes after its warm-up. */
const patienceMs = 60_000;
