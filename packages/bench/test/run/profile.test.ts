import { describe, expect, it } from "vitest";
import { calm } from "../../src/relay/conditions.ts";
import { profiles } from "../../src/run/profile.ts";
import { scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

describe("profiles", () => {
  it("measures both ciphers over both transports in quick, in every kind that a user asks about first", () => {
    const ids = scenariosOf(builtInSubjects)
      .filter(profiles.quick.takes)
      .map(({ id }) => id);
    for (const cipher of ["hybrid-2048", "sealed-box"]) {
      expect(ids.filter((id) => id.includes(cipher))).toEqual([
        `throughput/tcp/${cipher}/hmac/64`,
        `throughput/tcp/${cipher}/hmac/65536`,
        `throughput/udp/${cipher}/hmac/64/16384`,
        `throughput/udp/${cipher}/hmac/65536/16384`,
        `round-trip/tcp/${cipher}/hmac/64`,
        `round-trip/tcp/${cipher}/hmac/16384`,
        `round-trip/udp/${cipher}/hmac/64`,
        `round-trip/udp/${cipher}/hmac/16384`,
        `handshake/tcp/${cipher}/hmac`,
        `handshake/udp/${cipher}/hmac`,
      ]);
    }
    expect(new Set(ids.map((id) => id.split("/")[2]))).toEqual(
      new Set(["raw", "tls13-rsa2048", "hybrid-2048", "sealed-box"]),
    );
  });

  it("takes the packets of every path behind a relay", () => {
    const quick = scenariosOf(builtInSubjects, { ...calm, loss: 0.01 }).filter(profiles.quick.takes);
    expect(new Set(quick.map(({ packetBytes }) => packetBytes))).toEqual(new Set([null, 1_200]));
    expect(quick.map(({ id }) => id)).toContain("datagrams/udp/raw/none/1024/1200");
  });

  it("leaves nothing out of full", () => {
    expect(scenariosOf(builtInSubjects).every(profiles.full.takes)).toBe(true);
  });
});
