import type { ScenarioReport } from "./report.ts";

/** The best among those that protect anything; undefined when none of them was measured. */
export function bestOf(
  scenarios: readonly ScenarioReport[],
  unprotected: readonly string[],
): ScenarioReport | undefined {
  const candidates = scenarios.filter(({ median, subject }) => median !== null && !unprotected.includes(subject));
  const rank = ({ median, better }: ScenarioReport) => (median ?? 0) * (better === "higher" ? -1 : 1);
  return candidates.sort((a, b) => rank(a) - rank(b))[0];
}
