import { describe, expect, it } from "vitest";
import { calm } from "../../src/relay/conditions.ts";
import { tasksOf, timingUnder, workOf } from "../../src/run/tasks.ts";
import { scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

const timing = { taskMs: 10, settleMs: 5, warmUpMs: 60, batchMs: 1, shareMs: 1, sessions: 1 };
const raw = scenariosOf(builtInSubjects).filter(({ subject }) => subject.name === "raw" && subject.transport === "tcp");

describe("tasksOf", () => {
  it("gives each kind its warm-up, shared by its sizes, and more to what comes first", () => {
    expect(tasksOf(raw, timing).map(({ kind, size, load, warmUpMs }) => [kind, size ?? load, warmUpMs])).toEqual([
      ["throughput", 64, 36],
      ["throughput", 1024, 36],
      ["throughput", 16_384, 36],
      ["throughput", 65_536, 36],
      ["throughput", 1_048_576, 36],
      ["round-trip", 64, 20],
      ["round-trip", 1024, 20],
      ["round-trip", 16_384, 20],
      ["handshake", null, 180],
      ["first-echo", 64, 60],
      ["memory", null, 0],
      ["handshake-rate", 1, 20],
      ["handshake-rate", 8, 20],
      ["handshake-rate", 64, 20],
      ["latency", 64, 30],
      ["latency", 64, 30],
      ["footprint", null, 0],
      ["footprint", 64, 0],
      ["footprint", 1024, 0],
      ["footprint", 65_536, 0],
    ]);
  });

  it("gives a kind no less when few of its sizes are asked for", () => {
    expect(tasksOf(raw.slice(0, 1), timing)).toEqual([{ kind: "throughput", size: 64, load: null, warmUpMs: 180 }]);
  });
});

describe("workOf", () => {
  it("adds up what is timed", () => {
    expect(workOf(tasksOf(raw, timing), timing)).toBe(15 * 15 + 60 * (3 + 1 + 3 + 1 + 1 + 1));
  });
});

describe("timingUnder", () => {
  it("leaves everything as it is where there is no delay", () => {
    expect(timingUnder(null, timing)).toEqual(timing);
    expect(timingUnder({ ...calm, loss: 0.01 }, timing)).toEqual(timing);
  });

  it("gives a batch several round trips, and a task several batches", () => {
    const { batchMs, taskMs, warmUpMs } = timingUnder({ ...calm, delayMs: 20 }, timing);
    expect(batchMs).toBeGreaterThan(5 * 20);
    expect(taskMs).toBeGreaterThan(3 * batchMs);
    expect(warmUpMs).toBeGreaterThan(batchMs);
  });
});
