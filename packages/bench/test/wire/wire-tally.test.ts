import { describe, expect, it } from "vitest";
import { WireTally } from "../../src/wire/wire-tally.ts";

describe("WireTally", () => {
  it("counts bytes and datagrams of each direction, and how often it changed", () => {
    const tally = new WireTally(null);
    for (const bytes of [1_200, 300]) tally.push("server", bytes);
    tally.push("client", 100);
    tally.push("server", 50);
    expect(tally.take()).toEqual({ bytesThere: 1_550, bytesBack: 100, packetsThere: 3, packetsBack: 1, flights: 3 });
  });

  it("cuts a stream's flights into segments, however the stream was read", () => {
    const counts = [[3_001], [1_500, 1_501], [1, 1_000, 2_000]].map((pieces) => {
      const tally = new WireTally(1_000);
      for (const bytes of pieces) tally.push("server", bytes);
      tally.push("client", 1_000);
      tally.push("server", 1);
      return tally.take();
    });
    const expected = { bytesThere: 3_002, bytesBack: 1_000, packetsThere: 5, packetsBack: 1, flights: 3 };
    expect(counts).toEqual([expected, expected, expected]);
  });

  it("begins again when it was asked", () => {
    const tally = new WireTally(null);
    tally.push("server", 10);
    tally.take();
    expect(tally.take()).toEqual({ bytesThere: 0, bytesBack: 0, packetsThere: 0, packetsBack: 0, flights: 0 });
    tally.push("server", 7);
    expect(tally.take()).toMatchObject({ bytesThere: 7, flights: 1 });
  });
});
