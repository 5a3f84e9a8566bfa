import { describe, expect, it } from "vitest";
import { entriesOf } from "../../src/run/entry.ts";
import { Series } from "../../src/run/series.ts";
import { type Scenario, scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

const raw = scenariosOf(builtInSubjects).filter(({ subject }) => subject.name === "raw");
const scenarioOf = (id: string) => raw.find((scenario) => scenario.id === id) as Scenario;

function kindsOfEntries(control: string) {
  const series = new Map(raw.map((scenario) => [scenario, new Series()]));
  const entries = entriesOf(series, { scenario: scenarioOf(control), again: new Series() });
  return entries.map(({ scenarios }) => [...new Set(scenarios.map(({ kind }) => kind.name))]);
}

describe("entriesOf", () => {
  it("gives memory a pair of its own, and the control what its twin does up to its kind", () => {
    const own = [["throughput", "round-trip", "handshake"], ["memory"]];
    expect(kindsOfEntries("round-trip/tcp/raw/none/64")).toEqual([...own, ["throughput", "round-trip"]]);
    expect(kindsOfEntries("memory/tcp/raw/none")).toEqual([...own, ["memory"]]);
  });
});
