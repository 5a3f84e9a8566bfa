import { describe, expect, it } from "vitest";
import { calm } from "../../src/relay/conditions.ts";
import { pairPacketBytes, scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";
import { peerSubjects } from "../../src/subjects/peers/peers.ts";

const udp = [...builtInSubjects, ...peerSubjects].filter(({ transport }) => transport === "udp");
const lossy = { ...calm, loss: 0.01 };

describe("scenariosOf", () => {
  it("puts the packet behind the size where it is part of the question", () => {
    const ids = scenariosOf(udp).map(({ id }) => id);
    expect(ids).toContain("throughput/udp/hybrid-2048/hmac/65536/65499");
    expect(ids).toContain("datagrams/udp/raw/none/1024/1200");
    expect(ids).toContain("round-trip/udp/raw/none/64");
  });

  it("has each size once for a subject that chooses its packets", () => {
    const ids = scenariosOf(peerSubjects).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith("throughput/udp/udx/"))).toEqual([
      "throughput/udp/udx/none/64",
      "throughput/udp/udx/none/65536",
    ]);
  });

  it("puts the load last where it is part of the question", () => {
    const ids = scenariosOf(builtInSubjects).map(({ id }) => id);
    expect(ids.filter((id) => /^(handshake-rate|latency)\/udp\/sealed-box/.test(id))).toEqual([
      "handshake-rate/udp/sealed-box/hmac/1",
      "handshake-rate/udp/sealed-box/hmac/8",
      "handshake-rate/udp/sealed-box/hmac/64",
      "latency/udp/sealed-box/hmac/64/1000",
      "latency/udp/sealed-box/hmac/64/10000",
    ]);
    expect(scenariosOf(peerSubjects).filter(({ id }) => id.startsWith("latency/udp/udx/"))).toHaveLength(2);
  });

  it("has envelopes and crypto for what is made for them", () => {
    const subjectsOf = (name: string) =>
      scenariosOf(builtInSubjects)
        .filter(({ kind }) => kind.name === name)
        .map(({ subject }) => `${subject.transport}/${subject.name}`);
    expect(new Set(subjectsOf("crypto"))).toEqual(
      new Set(["none/insecure-plain", "none/hybrid-2048", "none/sealed-box"]),
    );
    expect(new Set(subjectsOf("envelope"))).toEqual(
      new Set(["tcp", "udp", "none"].flatMap((way) => [`${way}/hybrid-envelope`, `${way}/sealed-envelope`])),
    );
  });

  it("counts nothing behind a relay", () => {
    expect(scenariosOf(udp, lossy).filter(({ kind }) => kind.counted)).toEqual([]);
    expect(scenariosOf(udp).filter(({ kind }) => kind.counted)).not.toEqual([]);
  });

  it("leaves raw UDP nothing but datagrams where packets get lost on purpose", () => {
    const kindsOf = (conditions: typeof lossy) => {
      const raw = scenariosOf(udp, conditions).filter(({ subject }) => subject.name === "raw");
      return [...new Set(raw.map(({ kind }) => kind.name))];
    };
    expect(kindsOf(lossy)).toEqual(["datagrams"]);
    expect(kindsOf({ ...calm, reorder: 0.01 })).toEqual(["datagrams"]);
    expect(kindsOf({ ...calm, delayMs: 20 })).toContain("throughput");
  });

  it("gives the conditions to what runs on UDP, and to nothing else", () => {
    for (const { subject, kind, conditions } of scenariosOf(builtInSubjects, lossy)) {
      if (kind.name !== "sharing") expect(conditions).toEqual(subject.transport === "udp" ? lossy : null);
    }
  });

  it("has a bottleneck where sessions share one, asked for or not", () => {
    const sharing = (conditions: Parameters<typeof scenariosOf>[1]) =>
      scenariosOf(udp, conditions).find(({ kind }) => kind.name === "sharing")?.conditions;
    expect(sharing(null)).toMatchObject({ delayMs: 20, bytesPerSecond: 10e6 });
    expect(sharing(lossy)).toEqual({ ...lossy, bytesPerSecond: 10e6 });
    expect(sharing({ ...lossy, bytesPerSecond: 1e6 })).toEqual({ ...lossy, bytesPerSecond: 1e6 });
  });
});

describe("pairPacketBytes", () => {
  it("is what a session to this machine takes, and what every path carries behind a relay", () => {
    const roundTrip = (conditions: typeof lossy | null) => {
      const [scenario] = scenariosOf(udp, conditions).filter(({ kind }) => kind.name === "round-trip");
      return scenario && pairPacketBytes(scenario);
    };
    expect(roundTrip(null)).toBe(16_384);
    expect(roundTrip(lossy)).toBe(1_200);
  });
});
