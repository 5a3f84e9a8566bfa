import { describe, expect, it } from "vitest";
import type { Lab } from "../../src/lab/lab.ts";
import { showMenu } from "../../src/lab/menu.ts";
import { Terminal } from "../chat/fixtures/terminal.ts";

const labs: readonly Lab[] = Array.from({ length: 11 }, (_, index) => ({
  name: `lab-${index + 1}`,
  title: `Title ${index + 1}`,
  practice: `practice ${index + 1}`,
  attackNaive: async () => ({ broken: true, evidence: ["seen"] }),
  why: "because",
  defence: "our defence",
  attackOurs: async () => ({ held: true, evidence: ["not seen"], stoppedBy: "ERR_OF_OURS" }),
}));

function open() {
  const terminal = new Terminal(80, 40);
  const left = showMenu(terminal.input, terminal.output, labs);
  const shows = async (text: string) => {
    for (;;) {
      const rows = (await terminal.rows()).join("\n");
      if (rows.includes(text)) return rows;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { terminal, left, shows };
}

describe("the menu of the labs", () => {
  it("lists them all, shows the one that is chosen, and comes back", async () => {
    const { terminal, left, shows } = open();
    const list = await shows("Enter: run");
    for (const { title } of labs) expect(list).toContain(title);
    await terminal.type("\u001b[B");
    await terminal.type("\r");
    const shown = await shows("Any key: back");
    for (const part of ["Title 2", "practice 2", "because", "our defence", "It broke.", "It held. ERR_OF_OURS"]) {
      expect(shown).toContain(part);
    }
    expect(shown).not.toContain("Title 3");
    await terminal.type(" ");
    expect(await shows("Enter: run")).not.toContain("practice 2");
    await terminal.type("q");
    await left;
  });

  it.each([
    ["3", 3],
    ["11", 11],
    ["31", 1],
    ["0", 1],
    ["jjk", 2],
    ["k", 1],
    ["j".repeat(20), 11],
  ])("takes %j for lab %i", async (keys, number) => {
    const { terminal, left, shows } = open();
    for (const key of keys) await terminal.type(key);
    await terminal.type("\r");
    expect(await shows("Any key: back")).toContain(`practice ${number}\n`);
    await terminal.type("q");
    await left;
  });

  it.each([
    ["q", "q"],
    ["Ctrl-C", "\u0003"],
    ["Escape", "\u001b"],
  ])("is left by %s", async (_, key) => {
    const { terminal, left, shows } = open();
    await shows("Enter: run");
    await terminal.type(key);
    await left;
  });

  it("is left when nothing more can be typed", async () => {
    const { terminal, left } = open();
    terminal.input.end();
    await left;
  });
});
