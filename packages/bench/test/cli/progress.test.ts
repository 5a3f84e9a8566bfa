import { describe, expect, it } from "vitest";
import { Progress } from "../../src/cli/progress.ts";
import type { Scenario } from "../../src/scenarios/scenario.ts";
import { scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

const scenario = scenariosOf(builtInSubjects).find(({ id }) => id === "throughput/tcp/raw/none/65536") as Scenario;

function stage(terminal: { isTTY?: true; columns?: number }, budgetMs = Number.POSITIVE_INFINITY) {
  const written: string[] = [];
  let now = 5_000;
  const progress = new Progress({ ...terminal, write: (text) => written.push(text) }, budgetMs, () => now);
  return {
    written,
    show: (atMs: number, round: number, rounds: number | undefined) => {
      now = 5_000 + atMs;
      progress.show({ scenario, round, rounds });
    },
    clear: () => progress.clear(),
  };
}

describe("Progress", () => {
  it("draws one line again and again on a terminal", () => {
    const { written, show, clear } = stage({ isTTY: true, columns: 80 });
    show(0, 1, undefined);
    show(30_000, 3, 6);
    show(40_000, 3, 6);
    clear();
    expect(written).toEqual([
      "\r\u001b[Kround 1  throughput/tcp/raw/none/65536",
      "\r\u001b[Kround 3 of 6, about 60 s left  throughput/tcp/raw/none/65536",
      "\r\u001b[Kround 3 of 6, about 50 s left  throughput/tcp/raw/none/65536",
      "\r\u001b[K",
    ]);
  });

  it("knows the budget before it knows the rounds", () => {
    const { written, show } = stage({ isTTY: true, columns: 27 }, 90_000);
    show(10_000, 1, undefined);
    expect(written).toEqual(["\r\u001b[Kround 1, at most 80 s left"]);
  });

  it("never wraps", () => {
    const { written, show } = stage({ isTTY: true, columns: 20 });
    show(0, 1, undefined);
    expect(written).toEqual(["\r\u001b[Kround 1  throughput"]);
  });

  it("is quiet where there is no terminal", () => {
    const { written, show, clear } = stage({});
    show(0, 1, undefined);
    show(1_000, 1, undefined);
    show(10_000, 2, 4);
    clear();
    expect(written).toEqual([]);
  });
});
