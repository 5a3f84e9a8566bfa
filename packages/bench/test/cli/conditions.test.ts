import { describe, expect, it } from "vitest";
import { parseConditions } from "../../src/cli/conditions.ts";

describe("parseConditions", () => {
  it("has no relay where nothing is asked for", () => {
    expect(parseConditions({})).toBeNull();
  });

  it("has one where anything is, even if it changes nothing", () => {
    expect(parseConditions({ delay: "0ms" })).toEqual({ loss: 0, delayMs: 0, reorder: 0, bytesPerSecond: null });
  });

  it("takes every option in its unit", () => {
    expect(parseConditions({ loss: "1%", delay: "20ms", reorder: "0.5%", rate: "100MB/s" })).toEqual({
      loss: 0.01,
      delayMs: 20,
      reorder: 0.005,
      bytesPerSecond: 100e6,
    });
    expect(parseConditions({ rate: "1.5GB/s" })?.bytesPerSecond).toBe(1.5e9);
    expect(parseConditions({ rate: "64kB/s" })?.bytesPerSecond).toBe(64e3);
  });

  it.each([
    [{ loss: "1" }, /--loss is a share from 0% to 50%, as in 1%, not "1"/],
    [{ loss: "51%" }, /--loss/],
    [{ loss: "-1%" }, /--loss/],
    [{ reorder: "all" }, /--reorder/],
    [{ delay: "20" }, /--delay is the time added to a round trip/],
    [{ delay: "2001ms" }, /--delay/],
    [{ rate: "100Mbit" }, /--rate is from 10kB\/s to 10GB\/s, as in 100MB\/s, not "100Mbit"/],
    [{ rate: "1kB/s" }, /--rate/],
  ])("refuses %j", (texts, message) => {
    expect(() => parseConditions(texts)).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringMatching(message) }),
    );
  });
});
