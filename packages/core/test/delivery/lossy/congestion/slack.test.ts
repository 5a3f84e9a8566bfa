import { describe, expect, it } from "vitest";
import { Slack } from "../../../../src/delivery/lossy/congestion/slack.ts";

const most = 2 * 2 ** 20;

describe("Slack", () => {
  it("allows 2 MiB at most", () => {
    const slack = new Slack();
    expect([slack.allow(1_000), slack.allow(10_000_000)]).toEqual([1_000, most]);
  });

  it("falls below what overflowed, but not below 64 KiB", () => {
    const slack = new Slack();
    slack.handleOverfilled(1_000_000);
    expect(slack.allow(most)).toBe(700_000);
    for (let i = 0; i < 20; i++) slack.handleOverfilled(1_000_000);
    expect(slack.allow(most)).toBe(65_536);
  });

  it("comes back little by little, or on a new path", () => {
    const slack = new Slack();
    slack.handleOverfilled(1_000_000);
    slack.handleGoodProbe();
    expect(slack.allow(most)).toBe(700_000 * (1 + 1 / 32));
    for (let i = 0; i < 100; i++) slack.handleGoodProbe();
    expect(slack.allow(2 * most)).toBe(most);
    slack.handleOverfilled(1_000_000);
    slack.reset();
    expect(slack.allow(most)).toBe(most);
  });
});
