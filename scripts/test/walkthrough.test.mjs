import { tmpdir } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import { requireSystemProgram } from "../check/system-program.mjs";
import { openTerminals } from "../check/terminals.mjs";
import { momentsOf } from "../check/walkthrough.mjs";

describe("momentsOf", () => {
  it("reads what is typed, answered, interrupted and seen, and nothing of other blocks", () => {
    const page = [
      ...["<!-- terminal: left -->", "", "```console", "$ ask", "Name: ⟨alice⟩", "hello …", "^C", "```", ""],
      ...["```console", "$ not this", "```", "", "<!-- terminal: right -->", "```", "⟨yes⟩", "```", ""],
    ];
    expect(momentsOf(page.join("\n"))).toEqual([
      { terminal: "left", command: "ask" },
      { terminal: "left", shows: "Name: " },
      { terminal: "left", answer: "alice" },
      { terminal: "left", shows: "hello …" },
      { terminal: "left", interrupts: true },
      { terminal: "right", answer: "yes" },
    ]);
  });
});

describe("openTerminals", { timeout: 60_000 }, async () => {
  await requireSystemProgram("tmux");
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm", LANG: "C.UTF-8" };
  const patient = openTerminals(tmpdir(), env);
  const hasty = openTerminals(tmpdir(), env, 1_000);
  afterAll(() => Promise.all([patient.close(), hasty.close()]));

  it("sees what a program shows, answers it, and interrupts it", async () => {
    await patient.open("one");
    await patient.command("one", 'read -p "Name: " name; echo "hello $name of $(tty)"; cat');
    await patient.toShow("one", "Name: ");
    await patient.answer("one", "alice");
    await patient.toShow("one", "hello alice of /dev/…");
    await patient.interrupt("one");
    await patient.toShow("one", "$");
  });

  it("fails when what was promised does not come, or came before", async () => {
    await hasty.open("one");
    await hasty.command("one", "echo first; echo second");
    await hasty.toShow("one", "second");
    await expect(hasty.toShow("one", "first")).rejects.toThrow('should show "first"');
    await expect(hasty.toShow("one", "third")).rejects.toThrow('should show "third"');
  });
});
