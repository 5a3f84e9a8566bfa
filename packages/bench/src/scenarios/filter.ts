import { UsageError } from "@countersign/core";
import picomatch from "picomatch";
import type { Scenario } from "./scenario.ts";

/**
 * The scenarios whose id matches one of the globs; without a glob all that are taken `byDefault`. A glob that names
 * the first parts of an id takes everything below: `handshake`, `*` + `/tcp/raw`. Throws UsageError when a glob matches
 * nothing.
 */
export function filterScenarios(
  scenarios: readonly Scenario[],
  globs: readonly string[],
  byDefault: (scenario: Scenario) => boolean = () => true,
): readonly Scenario[] {
  const filters = globs.map((glob) => ({ glob, matches: picomatch([glob, `${glob}/**`]) }));
  for (const { glob, matches } of filters) {
    if (!scenarios.some(({ id }) => matches(id))) throw nothing(glob);
  }
  if (filters.length === 0) return scenarios.filter(byDefault);
  return scenarios.filter(({ id }) => filters.some(({ matches }) => matches(id)));
}

function nothing(glob: string): UsageError {
  const help = "see --list for the ids; quote a glob that your shell would expand";
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `--filter "${glob}" matches no scenario: ${help}`);
}
