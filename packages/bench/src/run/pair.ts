import type { Timing } from "../measure/sample.ts";
import type { Conditions } from "../relay/conditions.ts";
import type { RelayCounts } from "../relay/direction.ts";
import type { Job, Measured, Served, Task } from "../roles/job.ts";
import type { SubjectReference } from "../subjects/load.ts";
import type { Invitation, Setting } from "../subjects/subject.ts";
import { RelayWorker } from "./relay-worker.ts";
import { Worker } from "./worker.ts";

/** What two fresh processes are to do. */
export interface PairPlan {
  readonly subject: SubjectReference;
  readonly setting: Setting;
  readonly tasks: readonly Task[];
  readonly timing: Timing;
  readonly profileCpu: boolean;
  /** What a relay between the two does, and the seed of its chances; null: there is none. */
  readonly relay: { readonly conditions: Conditions; readonly seed: number } | null;
}

export interface PairOutcome {
  /** One for each task, whatever happens. */
  readonly measured: readonly Measured[];
  readonly relayed?: RelayCounts | undefined;
}

/**
 * A fresh server and a fresh client run the tasks of one subject, in order. Never rejects. `announce` is called with the
 * index of each task that begins.
 */
export async function measurePair(plan: PairPlan, announce: (index: number) => void): Promise<PairOutcome> {
  const { subject, setting, tasks } = plan;
  const weighing = tasks.some(({ kind }) => kind === "memory");
  // Without a transport the client's process is all there is.
  const alone = subject.transport === "none";
  const server = alone ? undefined : new Worker({ role: "server", subject, setting }, weighing ? steadyHeap : []);
  const client = new Worker({ role: "client", subject, setting });
  const relay = plan.relay ? new RelayWorker(plan.relay) : undefined;
  const measured: Measured[] = [];
  let relayed: RelayCounts | undefined;
  try {
    const served = server ? await server.receive<Served>(startMs) : ({ ok: true, invitation: {} } as const);
    if (!served.ok) return { measured: tasks.map(() => served) };
    client.post(await jobOf(plan, served.invitation, relay));
    for (const index of tasks.keys()) {
      announce(index);
      measured.push(await client.receive<Measured>(patienceMs + patienceASessionMs * plan.timing.sessions));
    }
    relayed = await relay?.counts();
  } catch (error) {
    const failed = { ok: false, error: (error as Error).message } as const;
    measured.push(...tasks.slice(measured.length).map(() => failed));
  } finally {
    await Promise.all([client.stop(), server?.stop(), relay?.stop()]);
  }
  return { measured, relayed };
}

async function jobOf(
  { tasks, timing, profileCpu }: PairPlan,
  invitation: Invitation,
  relay: RelayWorker | undefined,
): Promise<Job> {
  if (!relay) return { invitation, tasks, timing, profileCpu };
  const { address } = invitation;
  if (address === undefined)
    throw new Error("the server's invitation has no address that a relay could take the place of");
  return { invitation: { ...invitation, address: await relay.openTo(address) }, tasks, timing, profileCpu };
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
const patienceASessionMs = 30;
