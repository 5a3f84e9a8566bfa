import { describe, expect, it } from "vitest";
import { FullPipe } from "../../../../src/delivery/lossy/congestion/full-pipe.ts";

describe("FullPipe", () => {
  it("is reached after three rounds that brought less than a quarter", () => {
    const pipe = new FullPipe();
    const rounds = [100, 125, 150, 156, 157, 158, 159];
    const reached = rounds.map((bandwidth) => {
      pipe.handleRound(bandwidth, 0);
      return pipe.reached;
    });
    // 157 is 25 % more than 125, and starts the count again.
    expect(reached).toEqual([false, false, false, false, false, false, false]);
    pipe.handleRound(160, 0);
    expect(pipe.reached).toBe(true);
  });

  it("is reached at once when much is lost and nothing is gained", () => {
    const pipe = new FullPipe();
    pipe.handleRound(100, 0.3);
    pipe.handleRound(200, 0.3);
    expect(pipe.reached).toBe(false);
    pipe.handleRound(210, 0.3);
    expect(pipe.reached).toBe(true);
    pipe.reset();
    expect(pipe.reached).toBe(false);
  });
});
