import { describe, expect, it } from "vitest";
import { LiveScreen } from "../../src/chat/client/live-screen.ts";
import { Terminal } from "./fixtures/terminal.ts";

function open() {
  const terminal = new Terminal(40, 10);
  const screen = new LiveScreen(terminal.input, terminal.output, "alice");
  screen.setStatus("2 here");
  return { terminal, screen };
}

const long = "a line so long that it goes on in the next row";
const longRows = ["alice> a line so long that it goes on in", " the next row▮"];

describe("a live screen", () => {
  it("shows lines above the status and what is being typed", async () => {
    const { terminal, screen } = open();
    await terminal.type("hel");
    await screen.show("bob: one");
    await terminal.type("lo");
    await screen.show("bob: two");
    expect(await terminal.rows()).toEqual(["bob: one", "bob: two", "2 here", "alice> hello▮"]);
  });

  it("keeps a line of two rows in its place, typed key by key or pasted", async () => {
    for (const pieces of [[...long], [long]]) {
      const { terminal, screen } = open();
      for (const keys of pieces) await terminal.type(keys);
      await screen.show("bob: one");
      screen.setStatus("3 here");
      await screen.show(`bob: ${long}`);
      expect(await terminal.rows()).toEqual([
        "bob: one",
        "bob: a line so long that it goes on in t",
        "he next row",
        "3 here",
        ...longRows,
      ]);
    }
  });

  it("leaves the cursor where it is in the line", async () => {
    const { terminal, screen } = open();
    await terminal.type("helo");
    await terminal.type("\u001b[D");
    await screen.show("bob: one");
    await terminal.type("l");
    await screen.show("bob: two");
    expect(await terminal.rows()).toEqual(["bob: one", "bob: two", "2 here", "alice> hell▮o"]);
  });

  it("takes an entered line away, of one row or two, and hands it over", async () => {
    const { terminal, screen } = open();
    const lines = screen.lines[Symbol.asyncIterator]();
    for (const line of ["hello", long, "x".repeat(33)]) {
      await terminal.type(line);
      await terminal.type("\r");
      expect(await lines.next()).toEqual({ done: false, value: line });
    }
    expect(await terminal.rows()).toEqual(["2 here", "alice> ▮"]);
  });

  it("goes on where the window is full", async () => {
    const { terminal, screen } = open();
    await terminal.type(long);
    const shown = Array.from({ length: 30 }, (_, index) => `bob: ${index}`);
    for (const line of shown) await screen.show(line);
    expect(await terminal.rows()).toEqual([...shown, "2 here", ...longRows]);
  });

  it("cuts a status that is too long for a row", async () => {
    const { terminal, screen } = open();
    screen.setStatus("9".repeat(100));
    await screen.show("bob: one");
    expect(await terminal.rows()).toEqual(["bob: one", "9".repeat(39), "alice> ▮"]);
  });

  it.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("ends with %s, and shows lines after that", async (_name, key) => {
    const { terminal, screen } = open();
    await screen.show("bob: one");
    await terminal.type(key);
    expect(await screen.lines[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
    await screen.show("* You have left.");
    screen.setStatus("nobody here");
    expect(await terminal.rows()).toEqual(["bob: one", "* You have left.", "▮"]);
  });

  it("lets nothing of what it shows reach the terminal as a command", async () => {
    const { terminal, screen } = open();
    await screen.show("bob: one");
    await screen.show("bob: \u001b[2J\u001b]0;title\u0007");
    screen.setStatus("\u001b[2J");
    expect(await terminal.rows()).toEqual(["bob: one", "bob: ␛[2J␛]0;title␇", "␛[2J", "alice> ▮"]);
  });
});
