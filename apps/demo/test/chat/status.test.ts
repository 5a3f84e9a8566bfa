import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SessionStats } from "@countersign/core";
import { expect, it } from "vitest";
import { statusRow } from "../../src/chat/client/status.ts";
import { progressBar } from "../../src/chat/files/amounts.ts";
import { Chat } from "./fixtures/chat.ts";
import { hasTmux, program, RealTerminal } from "./fixtures/real-terminal.ts";

const names = ["alice", "bob"];
const link = (roundTripMs: number | undefined, packetsLost: number, packetsSent: number) =>
  ({ roundTripMs, packetsLost, packetsSent }) as SessionStats;

it.each([
  [{ progress: "", stats: link(undefined, 0, 7) }, " hybrid over tcp │ 2 here: alice, bob "],
  [{ progress: "", stats: link(0.34, 0, 0) }, " hybrid over tcp │ 0.3 ms, 0.0 % lost │ 2 here: alice, bob "],
  [{ progress: "", stats: link(41.7, 21, 1000) }, " hybrid over tcp │ 42 ms, 2.1 % lost │ 2 here: alice, bob "],
  [{ progress: "↑ x", stats: link(undefined, 0, 0) }, " ↑ x │ hybrid over tcp │ 2 here: alice, bob "],
  [{ progress: "", stats: undefined }, " hybrid over tcp │ NOT CONNECTED "],
])("says how things stand: %j", (status, row) => {
  expect(statusRow({ ...status, means: "hybrid over tcp", names })).toBe(row);
});

it("draws how far a file is", () => {
  expect(progressBar(0, 10)).toBe("░░░░░░░░░░ 0 %");
  expect(progressBar(619, 1000)).toBe("██████░░░░ 61 %");
  expect(progressBar(7, 7)).toBe("██████████ 100 %");
  expect(progressBar(0, 0)).toBe("██████████ 100 %");
});

it.skipIf(!hasTmux)("shows round trip and loss over UDP", async () => {
  await using chat = await Chat.start(["alice"], { transport: "udp" });
  await using terminal = await RealTerminal.open();
  const flags = `--address ${chat.address} --cipher sealed-box --transport udp --folder ${chat.folder}`;
  await terminal.types(`${process.execPath} ${program} chat join alice ${flags}`);
  await terminal.sees(/sealed-box over udp │ [\d.]+ ms, [\d.]+ % lost │ 1 here: alice/);
});

it.skipIf(!hasTmux)("shows how far a file is, and clears the row when it has arrived", async () => {
  await using chat = await Chat.start(["alice", "bob"]);
  await chat.joined("bob");
  await using terminal = await RealTerminal.open();
  const flags = `--address ${chat.address} --cipher sealed-box --folder ${chat.folder}`;
  await terminal.types(`${process.execPath} ${program} chat join alice ${flags}`);
  await terminal.sees(/You have joined/);
  const path = join(chat.folder, "large");
  await writeFile(path, "");
  await truncate(path, 128 * 1024 * 1024);
  await terminal.types(`/send ${path}`);
  await terminal.sees(/↑ large [█░]{10} \d+ % │ sealed-box over tcp/);
  await terminal.sees(/large has been sent/);
  expect(await terminal.screen()).not.toContain("↑");
});
