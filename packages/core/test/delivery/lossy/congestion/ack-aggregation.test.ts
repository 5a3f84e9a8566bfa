import { describe, expect, it } from "vitest";
import { AckAggregation } from "../../../../src/delivery/lossy/congestion/ack-aggregation.ts";

const noLimit = Number.POSITIVE_INFINITY;

describe("AckAggregation", () => {
  it("is what came beyond what the bandwidth explains", () => {
    const aggregation = new AckAggregation();
    // 16,000 bytes each 16 ms, at 1,000 a millisecond: all of a bunch is extra.
    for (let now = 0; now <= 64; now += 16) aggregation.handleDelivered(16_000, 1000, noLimit, 0, now);
    expect(aggregation.extraBytes).toBe(16_000);
    // 4,000 more after 2 ms: 20,000 where 2,000 were expected.
    aggregation.handleDelivered(4_000, 1000, noLimit, 0, 66);
    expect(aggregation.extraBytes).toBe(18_000);
  });

  it("is limited, and lasts ten rounds", () => {
    const aggregation = new AckAggregation();
    aggregation.handleDelivered(16_000, 1000, 5_000, 0, 0);
    expect(aggregation.extraBytes).toBe(5_000);
    aggregation.handleDelivered(1_000, 1000, noLimit, 11, 100);
    expect(aggregation.extraBytes).toBe(1_000);
  });
});
