import type { Conditions } from "../relay/conditions.ts";
import type { Task } from "../roles/job.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { RoundTiming } from "./profile.ts";

/** What a pair does for these scenarios, in their order. Those of one kind share its warm-up. */
export function tasksOf(scenarios: readonly Scenario[], timing: RoundTiming): readonly Task[] {
  return scenarios.map(({ kind, size }) => {
    const sharing = scenarios.filter((scenario) => scenario.kind === kind).length;
    return { kind: kind.name, size, warmUpMs: (timing.warmUpMs * kind.warmUps) / sharing };
  });
}

/** Timed work of all tasks of a pair, in milliseconds. Nothing is timed while sessions are weighed. */
export function workOf(tasks: readonly Task[], timing: RoundTiming): number {
  return tasks.reduce((sum, { kind, warmUpMs }) => sum + warmUpMs + timedMs(kind, timing), 0);
}

/**
 * How a pair spends its time under these conditions: where a round trip takes long, a batch spans several of them, or it
 * would measure nothing but the waiting for its acknowledgement, and a session has so many to find its speed.
 */
export function timingUnder(conditions: Conditions | null, timing: RoundTiming): RoundTiming {
  const delayMs = conditions?.delayMs ?? 0;
  return {
    ...timing,
    taskMs: Math.max(timing.taskMs, taskRoundTrips * delayMs),
    warmUpMs: Math.max(timing.warmUpMs, warmUpRoundTrips * delayMs),
    batchMs: Math.max(timing.batchMs, batchRoundTrips * delayMs),
  };
}

function timedMs(kind: Task["kind"], { taskMs, shareMs }: RoundTiming): number {
  if (kind === "memory") return 0;
  return kind === "sharing" ? 2.25 * shareMs : taskMs;
}

const batchRoundTrips = 8;
const warmUpRoundTrips = 12;
const taskRoundTrips = 30;
