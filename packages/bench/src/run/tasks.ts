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
export function workOf(tasks: readonly Task[], { taskMs }: RoundTiming): number {
  return tasks.reduce((sum, { kind, warmUpMs }) => sum + warmUpMs + (kind === "memory" ? 0 : taskMs), 0);
}
