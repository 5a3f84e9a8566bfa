import { describe, expect, it } from "vitest";
import { entriesOf } from "../../src/run/entry.ts";
import { Series } from "../../src/run/series.ts";
import { type Scenario, scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

const raw = scenariosOf(builtInSubjects).filter(({ subject }) => subject.name === "raw" && subject.transport === "tcp");
const scenarioOf = (id: string) => raw.find((scenario) => scenario.id === id) as Scenario;

function kindsOfEntries(control: string) {
  const series = new Map(raw.map((scenario) => [scenario, new Series()]));
  const entries = entriesOf(series, { scenario: scenarioOf(control), again: new Series() });
  return entries.map(({ scenarios }) => [...new Set(scenarios.map(({ kind }) => kind.name))]);
}

describe("entriesOf", () => {
  it("gives memory and footprints pairs of their own, and the control what its twin does up to its kind", () => {
    const together = ["throughput", "round-trip", "handshake", "first-echo", "handshake-rate", "latency"];
    const own = [together, ["memory"], ["footprint"]];
    expect(kindsOfEntries("round-trip/tcp/raw/none/64")).toEqual([...own, ["throughput", "round-trip"]]);
    expect(kindsOfEntries("memory/tcp/raw/none")).toEqual([...own, ["memory"]]);
  });

  it("gives a session with another proof of the client's another pair", () => {
    const scenarios = scenariosOf(builtInSubjects).filter(({ id }) => id.startsWith("handshake/tcp/sealed-box"));
    const series = new Map(scenarios.map((scenario) => [scenario, new Series()]));
    const entries = entriesOf(series, { scenario: scenarios[0] as Scenario, again: new Series() });
    expect(entries.slice(0, -1).map((entry) => entry.scenarios.map(({ id }) => id))).toEqual([
      ["handshake/tcp/sealed-box/hmac"],
      ["handshake/tcp/sealed-box/none"],
      ["handshake/tcp/sealed-box/scram"],
    ]);
  });

  it("gives each size of packets a pair of its own, and what does not ask for one the default's", () => {
    const scenarios = scenariosOf(builtInSubjects).filter(({ id }) => /^(throughput|handshake)\/udp\/raw/.test(id));
    const series = new Map(scenarios.map((scenario) => [scenario, new Series()]));
    const entries = entriesOf(series, { scenario: scenarios[0] as Scenario, again: new Series() });
    expect(entries.slice(0, -1).map((entry) => entry.scenarios.map(({ id }) => id.split("/none")[1]))).toEqual([
      ["/64/1200", "/65536/1200"],
      ["/64/16384", "/65536/16384", ""],
      ["/65536/65499"],
    ]);
  });
});
