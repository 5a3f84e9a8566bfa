import type { ScenarioReport } from "./report.ts";

/** A row of a table: what was measured of one subject that proves who it is in one way. */
export interface Row {
  readonly subject: string;
  readonly label: string;
  has(scenario: ScenarioReport): boolean;
}

/** In the order in which subjects appear; one that proves itself in several ways has its rows together. */
export function rowsOf(scenarios: readonly ScenarioReport[]): readonly Row[] {
  return distinct(scenarios.map(({ subject }) => subject)).flatMap((subject) => {
    const own = scenarios.filter((scenario) => scenario.subject === subject);
    return distinct(own.map(({ authentication }) => authentication)).map((authentication, index) => ({
      subject,
      label: index === 0 ? subject : `  ${authentication}`,
      has: (scenario: ScenarioReport) => scenario.subject === subject && scenario.authentication === authentication,
    }));
  });
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
