import { describe, expect, it } from "vitest";
import { PacketSize } from "../../../src/delivery/lossy/packet-size.ts";

/** Probes as long as it is worth it, on a path that takes so much. Returns the sizes that were tried. */
function search(size: PacketSize, largest: number, now = 0): number[] {
  const tried: number[] = [];
  for (let bytes = size.probeBytes(now); bytes > 0; bytes = size.probeBytes(now)) {
    if (tried.push(bytes) > 100) throw new Error("It does not come to an end.");
    size.handleProbeSent(bytes);
    if (bytes <= largest) size.handleProbeAcknowledged();
    else size.handleProbeLost(now);
    size.handleEnd(now);
  }
  return tried;
}

/** So many acknowledgements tell of large packets with data that are lost, and of none that arrived. */
function lose(size: PacketSize, acknowledgements: number, now = 0): void {
  for (let i = 0; i < acknowledgements; i++) {
    for (let packet = 0; packet < 20; packet++) size.handleLost(size.current);
    size.handleAcknowledged(1_200);
    size.handleEnd(now);
  }
}

// spec: R-12
describe("PacketSize", () => {
  it("is the base until a larger probe has arrived, which may be all that there is", () => {
    const size = new PacketSize(1_200, 1_452);
    expect([size.current, size.probeBytes(0)]).toEqual([1_200, 1_452]);
    size.handleProbeSent(1_452);
    expect([size.current, size.probeBytes(0)]).toEqual([1_200, 0]);
    size.handleProbeAcknowledged();
    expect([size.current, size.probeBytes(0), size.probeBytes(1e9)]).toEqual([1_452, 0, 0]);
  });

  it("probes for nothing where nothing is to be gained", () => {
    expect(search(new PacketSize(1_200, 1_200), 9_000)).toEqual([]);
    expect(search(new PacketSize(1_200, 1_231), 9_000)).toEqual([]);
    expect(search(new PacketSize(1_200, 1_232), 9_000)).toEqual([1_232]);
    const odd = new PacketSize(1_200, 1_000);
    expect([odd.current, odd.probeBytes(0)]).toEqual([1_200, 0]);
  });

  it("takes a size for too large when three probes of it are lost, not before", () => {
    const size = new PacketSize(1_200, 9_000);
    for (let i = 0; i < 2; i++) {
      size.handleProbeSent(size.probeBytes(0));
      size.handleProbeLost(0);
      expect(size.probeBytes(0)).toBe(9_000);
    }
    size.handleProbeSent(9_000);
    size.handleProbeAcknowledged();
    expect(size.current).toBe(9_000);
  });

  it.each([1_200, 1_233, 1_400, 1_492, 4_000, 8_999, 9_000])("finds the largest size of a path of %i", (largest) => {
    const size = new PacketSize(1_200, 9_000);
    const tried = search(size, largest);
    expect(size.current).toBeLessThanOrEqual(largest);
    expect(largest - size.current).toBeLessThan(32);
    expect(tried.length).toBeLessThanOrEqual(27);
  });

  it("rests after a search for ten minutes, then looks whether the path has changed for the better", () => {
    const size = new PacketSize(1_200, 9_000);
    search(size, 1_200, 1_000);
    expect(size.current).toBe(1_200);
    expect([size.probeBytes(1_000), size.probeBytes(600_999)]).toEqual([0, 0]);
    expect(size.probeBytes(601_000)).toBe(9_000);
    search(size, 9_000, 601_000);
    expect(size.current).toBe(9_000);
  });

  it("forgets the answers to a probe that is none any more", () => {
    const size = new PacketSize(1_200, 9_000);
    size.handleProbeSent(9_000);
    size.handlePathChange();
    size.handleProbeAcknowledged();
    size.handleProbeLost(0);
    expect([size.current, size.probeBytes(0)]).toEqual([1_200, 9_000]);
  });

  // RFC 8899 §4.3
  describe("where large packets stop getting through", () => {
    const large = () => {
      const size = new PacketSize(1_200, 1_452);
      search(size, 1_452);
      expect(size.current).toBe(1_452);
      return size;
    };

    it("goes back to the base when three acknowledgements in a row say so, and probes again after a rest that gets longer", () => {
      const size = large();
      let now = 0;
      for (const rest of [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000]) {
        lose(size, 2, now);
        expect(size.current).toBe(1_452);
        lose(size, 1, now);
        expect([size.current, size.probeBytes(now), size.probeBytes(now + rest - 1)]).toEqual([1_200, 0, 0]);
        now += rest;
        expect(search(size, 1_452, now), `after ${rest} ms`).toEqual([1_452]);
      }
    });

    it("stays where a single one arrives in between", () => {
      const size = large();
      for (let i = 0; i < 10; i++) {
        lose(size, 2);
        size.handleLost(1_452);
        size.handleAcknowledged(1_452);
        size.handleEnd(0);
      }
      expect(size.current).toBe(1_452);
      lose(size, 2);
      size.handleAcknowledged(1_200);
      size.handleEnd(0);
      expect(size.current).toBe(1_452);
      lose(size, 1);
      expect(size.current).toBe(1_200);
    });

    it("counts no losses of packets of the base size", () => {
      const size = large();
      for (let i = 0; i < 100; i++) {
        size.handleLost(1_200);
        size.handleEnd(0);
      }
      expect(size.current).toBe(1_452);
    });

    it("does not hold the losses from before against a size that was probed since", () => {
      const size = large();
      for (let i = 0; i < 100; i++) {
        size.handleLost(1_452);
        size.handleEnd(0);
      }
      expect(size.current).toBe(1_200);
      search(size, 1_452, 5_000);
      lose(size, 2, 5_000);
      expect(size.current).toBe(1_452);
    });

    it("falls once, however often it is told", () => {
      const size = large();
      for (let i = 0; i < 5; i++) size.fall(1_000);
      expect([size.probeBytes(5_999), size.probeBytes(6_000)]).toEqual([0, 1_452]);
    });
  });

  it("heeds the system's word that a size is too large, but none below the base", () => {
    const size = new PacketSize(1_200, 9_000);
    size.handleProbeSent(9_000);
    size.handleTooLarge(9_000);
    expect(size.probeBytes(0)).toBe(5_100); // not 8,999: that would go on byte by byte
    search(size, 9_000);
    expect(9_000 - size.current).toBeLessThanOrEqual(32);
    size.handleTooLarge(1_401);
    expect([size.current, size.probeBytes(0)]).toEqual([1_200, 1_300]);
    search(size, 1_320);
    const found = size.current;
    expect(found).toBeGreaterThan(1_288);
    for (const bytes of [1_200, 100, 0]) size.handleTooLarge(bytes);
    expect(size.current).toBe(found);
    size.handleTooLarge(1_201);
    expect([size.current, size.probeBytes(0)]).toEqual([1_200, 0]);
  });

  it("waits for the answer to a probe that the system's word does not concern", () => {
    const size = new PacketSize(1_200, 1_452);
    size.handleProbeSent(1_452);
    size.handleTooLarge(1_453);
    expect(size.probeBytes(0)).toBe(0);
    size.handleProbeAcknowledged();
    expect(size.current).toBe(1_452);
  });

  // spec: R-13
  it("starts anew on another path, without a rest", () => {
    const size = new PacketSize(1_200, 1_452);
    search(size, 1_452);
    lose(size, 3);
    size.handlePathChange();
    expect([size.current, size.probeBytes(0)]).toEqual([1_200, 1_452]);
  });
});
