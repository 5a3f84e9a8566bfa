import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";

describe("parseArguments", () => {
  it("runs the quick profile on everything when nothing is asked for", () => {
    expect(parseArguments([])).toEqual({
      help: false,
      list: false,
      profile: "quick",
      filters: [],
      outputs: [],
      drawn: undefined,
      compare: undefined,
      regressionLimit: undefined,
      seed: undefined,
      rounds: undefined,
      transports: ["tcp", "udp", "none"],
      conditions: null,
      peers: false,
      profileCpu: false,
      sessions: undefined,
      modules: [],
      typed: [],
    });
  });

  it("takes every option", () => {
    const args = [
      "--profile",
      "full",
      "--filter",
      "a",
      "--filter=b",
      "--seed",
      "0",
      "--rounds=5",
      "--json",
      "out.json",
    ];
    expect(parseArguments([...args, "--list", "-h"])).toMatchObject({
      help: true,
      list: true,
      profile: "full",
      filters: ["a", "b"],
      seed: 0,
      rounds: 5,
      outputs: [{ flag: "--json", file: "out.json" }],
    });
  });

  it("takes the transports in one order", () => {
    expect(parseArguments(["--transport", "udp,tcp"]).transports).toEqual(["tcp", "udp"]);
    expect(parseArguments(["--transport=udp"]).transports).toEqual(["udp"]);
  });

  it("measures behind a relay what runs through it, and the rest if asked to", () => {
    const relay = ["--loss", "1%", "--delay=20ms", "--reorder=1%", "--rate=100MB/s", "--peers"];
    expect(parseArguments(relay)).toMatchObject({
      transports: ["udp"],
      peers: true,
      conditions: { loss: 0.01, delayMs: 20, reorder: 0.01, bytesPerSecond: 100e6 },
    });
    expect(parseArguments([...relay, "--transport=tcp,udp"]).transports).toEqual(["tcp", "udp"]);
  });

  it("takes a file for each form, and a name for a baseline", () => {
    const forms = ["--csv=a.csv", "--md=a.md", "--html=a.html", "--save-baseline=main", "--json=a.json"];
    expect(parseArguments(forms).outputs).toEqual([
      { flag: "--json", file: "a.json" },
      { flag: "--html", file: "a.html" },
      { flag: "--md", file: "a.md" },
      { flag: "--csv", file: "a.csv" },
      { flag: "--save-baseline", file: join(".bench", "main.json") },
    ]);
    expect(parseArguments(["--compare=main", "--fail-on-regression=7.5%"])).toMatchObject({
      compare: { name: "main", file: join(".bench", "main.json") },
      regressionLimit: 0.075,
    });
  });

  it("draws an earlier run", () => {
    expect(parseArguments(["report", "a.json", "--html", "a.html"])).toMatchObject({
      drawn: "a.json",
      outputs: [{ flag: "--html", file: "a.html" }],
    });
  });

  it("makes a URL of a subject's file", () => {
    const [module] = parseArguments(["--subject", "some/mine.mjs"]).modules;
    expect(module).toMatch(/^file:\/\/\/.*\/some\/mine\.mjs$/);
  });

  it("tells what was typed, but no directory", () => {
    const { typed } = parseArguments([
      "--json",
      "/home/me/out.json",
      "--subject=../mine.mjs",
      "--filter",
      "a/b",
      "--list",
    ]);
    expect(typed).toEqual(["--json=out.json", "--subject=mine.mjs", "--filter=a/b", "--list"]);
  });

  it.each([
    [["--fast"], /--fast/],
    [["quick"], /quick/],
    [["--profile", "quickly"], /--profile is one of smoke, quick, full, not "quickly"/],
    [["--profile", "toString"], /--profile is one of/],
    [["--seed", "-1"], /--seed/],
    [["--seed=4294967296"], /--seed is a whole number from 0 to 4294967295/],
    [["--seed", "1e3"], /--seed/],
    [["--rounds", "0"], /--rounds is a whole number from 1/],
    [["--rounds="], /--rounds/],
    [["--filter"], /--filter/],
    [["--list=yes"], /--list/],
    [["--transport", "quic"], /--transport is one or more of tcp,udp,none, not "quic"/],
    [["--transport="], /--transport/],
    [["--sessions", "10001"], /--sessions is a whole number from 1 to 10000/],
    [["--loss", "1"], /--loss/],
    [["--compare", "a b"], /--compare is a name of letters/],
    [["--compare=main", "--fail-on-regression=10"], /--fail-on-regression is how much worse is too much, as in 10%/],
    [["--fail-on-regression=10%"], /needs --compare/],
    [["report"], /report takes one file/],
    [["report", "a", "b"], /report takes one file/],
    [["report", "a", "--seed=1"], /--seed is about measuring/],
  ])("refuses %j", (args, message) => {
    expect(() => parseArguments(args)).toThrow(
      expect.objectContaining({
        name: "UsageError",
        code: "ERR_COUNTERSIGN_INVALID_ARGUMENT",
        message: expect.stringMatching(message),
      }),
    );
  });
});
