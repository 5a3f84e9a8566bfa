import { describe, expect, it } from "vitest";
import { type Outcome, WorkDesk } from "../../src/session/work.ts";

describe("WorkDesk", () => {
  it("gives each outcome to who asked for it, in whatever order they come", () => {
    const desk = new WorkDesk();
    const heard: unknown[] = [];
    const ask = (name: string) =>
      desk.ask(
        "authenticate",
        () => name,
        (outcome, now) => heard.push([name, outcome, now]),
      );
    const [one, other] = [ask("one"), ask("other")];
    const failed: Outcome = { ok: false, error: "why" };
    desk.handle(other.id, failed, 5);
    desk.handle(one.id, { ok: true, value: one.run() }, 6);
    expect(heard).toEqual([
      ["other", failed, 5],
      ["one", { ok: true, value: "one" }, 6],
    ]);
  });

  it("takes an outcome once, and none that is unknown or no longer wanted", () => {
    const desk = new WorkDesk();
    let heard = 0;
    const ask = () =>
      desk.ask(
        "decapsulate",
        () => 0,
        () => heard++,
      );
    const [one, other] = [ask(), ask()];
    const outcome: Outcome = { ok: true, value: 0 };
    desk.handle(one.id, outcome, 0);
    desk.handle(one.id, outcome, 0);
    desk.handle(99, outcome, 0);
    desk.clear();
    desk.handle(other.id, outcome, 0);
    expect(heard).toBe(1);
  });
});
