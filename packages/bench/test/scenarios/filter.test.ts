import { describe, expect, it } from "vitest";
import { filterScenarios } from "../../src/scenarios/filter.ts";
import { type Scenario, scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

const all = scenariosOf(builtInSubjects);
const idsOf = (...globs: string[]) => filterScenarios(all, globs).map(({ id }) => id);

describe("scenario ids", () => {
  it("name kind, transport, subject, authentication, size and packet", () => {
    expect(idsOf()).toContain("throughput/tcp/hybrid-2048/hmac/65536");
    expect(idsOf()).toContain("throughput/udp/hybrid-2048/hmac/65536/16384");
    expect(idsOf()).toContain("round-trip/tcp/tls13-rsa2048/certificate/64");
  });

  it("have no size where messages are not what is measured", () => {
    expect(idsOf()).toContain("handshake/tcp/hybrid-3072/hmac");
  });

  it("are told apart", () => {
    expect(new Set(idsOf()).size).toBe(all.length);
  });
});

describe("filterScenarios", () => {
  it("takes everything without a filter", () => {
    expect(filterScenarios(all, [])).toEqual(all);
  });

  it("leaves out what a profile has no time for, unless somebody asks for it", () => {
    const isQuick = ({ kind }: Scenario) => kind.name !== "memory";
    expect(filterScenarios(all, [], isQuick)).toEqual(all.filter(({ kind }) => kind.name !== "memory"));
    expect(filterScenarios(all, ["memory"], isQuick)).toEqual(all.filter(({ kind }) => kind.name === "memory"));
  });

  it("takes what one of the globs matches, in the order of the scenarios", () => {
    expect(idsOf("throughput/tcp/raw/none/64", "round-trip/tcp/raw/*/{64,1024}")).toEqual([
      "throughput/tcp/raw/none/64",
      "round-trip/tcp/raw/none/64",
      "round-trip/tcp/raw/none/1024",
    ]);
  });

  it("takes everything below the first parts of an id", () => {
    expect(idsOf("handshake")).toEqual(idsOf("handshake/**"));
    expect(idsOf("*/tcp/raw")).toHaveLength(20);
  });

  it("does not take a name for its beginning", () => {
    expect(() => idsOf("throughput/tcp/hybrid")).toThrow(/matches no scenario/);
  });

  it("refuses a glob that matches nothing, even beside one that does", () => {
    expect(() => idsOf("handshake", "handshake/ip")).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringContaining('"handshake/ip"') }),
    );
  });
});
