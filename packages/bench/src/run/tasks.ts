import type { Conditions } from "../relay/conditions.ts";
import type { Task } from "../roles/job.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { RoundTiming } from "./profile.ts";

/** What a pair does for these scenarios, in their order. Those of one kind share its warm-up. */
export function tasksOf(scenarios: readonly Scenario[], timing: RoundTiming): readonly Task[] {
  const [first] = scenarios;
  return scenarios.map(({ kind, size, load }) => {
    const sharing = scenarios.filter((scenario) => scenario.kind === kind).length;
    const cold = kind === first?.kind && kind.warmUps > 0;
    const warmUps = cold ? Math.max(kind.warmUps, coldWarmUps) : kind.warmUps;
    return { kind: kind.name, size, load, warmUpMs: (timing.warmUpMs * warmUps) / sharing };
  });
}

/** Timed work of all tasks of a pair, in milliseconds. Nothing is timed while sessions are weighed, or bytes counted. */
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
    settleMs: Math.max(timing.settleMs, (taskRoundTrips * delayMs) / 2),
    warmUpMs: Math.max(timing.warmUpMs, warmUpRoundTrips * delayMs),
    batchMs: Math.max(timing.batchMs, batchRoundTrips * delayMs),
  };
}

function timedMs(kind: Task["kind"], { taskMs, settleMs, shareMs }: RoundTiming): number {
  if (kind === "memory" || kind === "footprint") return 0;
  return kind === "sharing" ? 2.25 * shareMs : settleMs + taskMs;
}

/** What comes first in a pair finds nothing compiled, whatever a filter has left of what would come before it. */
const coldWarmUps = 3;
const batchRoundTrips = 8;
const warmUpRoundTrips = 12;
const taskRoundTrips = 30;
