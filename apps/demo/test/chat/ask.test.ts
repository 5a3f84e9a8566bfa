import { expect, it } from "vitest";
import { ask } from "../../src/chat/ask.ts";
import { Terminal } from "./fixtures/terminal.ts";

function desk() {
  const terminal = new Terminal(60, 10);
  return { terminal, desk: { input: Object.assign(terminal.input, { isTTY: true }), output: terminal.output } };
}

it("shows nothing of a silent answer", async () => {
  const { terminal, desk: own } = desk();
  const answer = ask("Password: ", { silent: true }, own);
  await terminal.type("hunter2");
  expect(await terminal.rows()).toEqual(["Password: ▮"]);
  await terminal.type("\r");
  expect(await answer).toBe("hunter2");
  expect(await terminal.rows()).toEqual(["Password: ", "▮"]);
});

it("shows an answer that is no secret, below a question of several rows", async () => {
  const { terminal, desk: own } = desk();
  const answer = ask("Its key is X.\nIs that so? ", { silent: false }, own);
  await terminal.type("yes");
  expect(await terminal.rows()).toEqual(["Its key is X.", "Is that so? yes▮"]);
  await terminal.type("\r");
  expect(await answer).toBe("yes");
});

it.each(["\u0003", "\u0004"])("has no answer after %j", async (key) => {
  for (const silent of [true, false]) {
    const { terminal, desk: own } = desk();
    const answer = ask("Password: ", { silent }, own);
    await terminal.type(key);
    expect(await answer).toBeUndefined();
  }
});

it("asks nobody where there is no terminal", async () => {
  const { terminal } = desk();
  const own = { input: Object.assign(terminal.input, { isTTY: false }), output: terminal.output };
  expect(await ask("Password: ", { silent: true }, own)).toBeUndefined();
  expect(await terminal.rows()).toEqual(["▮"]);
});
