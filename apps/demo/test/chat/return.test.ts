import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "vitest";
import { Chat } from "./fixtures/chat.ts";
import { hasTmux, program, RealTerminal } from "./fixtures/real-terminal.ts";

// At once: over UDP they wait for the idle time limit.
describe.concurrent("pnpm demo chat join", () => {
  it.for([
    ["tcp", /^\* The server has gone \(ERR_COUNTERSIGN_TRUNCATED\): .* Trying again in 1 s; Ctrl-C leaves\.$/m],
    ["udp", /^\* The server has gone \(ERR_COUNTERSIGN_IDLE_TIMEOUT\): .* Trying again in 1 s; Ctrl-C leaves\.$/m],
  ] as const)(
    "over %s comes back by itself, and says what was typed meanwhile",
    async ([transport, told], { expect }) => {
      await using chat = await Chat.start(["alice"], { transport });
      const alice = await chat.joined("alice");
      chat.server.kill("SIGSTOP");
      alice.types("into the void");
      await new Promise((resolve) => setTimeout(resolve, 200));
      chat.server.kill("SIGKILL");
      await chat.server.end();
      await alice.sees(told);
      alice.types("is anybody there?");
      await alice.sees(/^\* Kept until the connection is back: is anybody there\?$/m);
      alice.types("/who");
      await alice.sees(/^\* There is no connection now\.$/m);
      await alice.sees(/^\* The server is not there .* Trying again in 2 s/m);
      await chat.restart();
      await alice.sees(/^\* You are back\. Here: alice\.$/m);
      await alice.sees(/^alice: into the void\nalice: is anybody there\?$/m);
      alice.types("good");
      await alice.sees(/^alice: good$/m);
      alice.kill("SIGINT");
      expect(await alice.end()).toBe(0);
      expect(alice.output.match(/^alice: /gm)).toHaveLength(3);
      expect(alice.errors).toBe("");
    },
  );

  it("stops to try with Ctrl-C, and names what was not said", async ({ expect }) => {
    await using chat = await Chat.start(["alice"]);
    const alice = await chat.joined("alice");
    chat.server.kill("SIGKILL");
    await alice.sees(/Trying again in 1 s/);
    alice.types("is anybody there?");
    await alice.sees(/Trying again in 2 s/);
    alice.kill("SIGINT");
    expect(await alice.end()).toBe(1);
    expect(alice.output).toMatch(/\* You have left\.\n\* Not said, as far as is known: is anybody there\?\n$/);
  });

  it("says what was piped into it, whatever happens to the server", async ({ expect }) => {
    await using chat = await Chat.start(["alice"]);
    const alice = await chat.joined("alice");
    chat.server.kill("SIGKILL");
    await alice.sees(/Trying again in 1 s/);
    alice.types("one\ntwo");
    alice.endInput();
    await alice.sees(/Kept until .*: two$/m);
    await chat.restart();
    expect(await alice.end()).toBe(0);
    expect(alice.output).toMatch(/^alice: one\nalice: two\n\* You have left\.\n$/m);
  });

  it("does not come back to a server with another key", async ({ expect }) => {
    await using chat = await Chat.start(["alice"]);
    const alice = await chat.joined("alice");
    chat.server.kill("SIGKILL");
    await chat.server.end();
    for (const file of ["sealed-box.key.pem", "sealed-box.pub.pem"]) await rm(join(chat.folder, file));
    await chat.restart();
    expect(await alice.end()).toBe(1);
    expect(alice.errors).toMatch(
      /THE SERVER'S KEY IS NOT THE ONE THAT IS EXPECTED[\s\S]*\(ERR_COUNTERSIGN_SERVER_KEY\)/,
    );
  });

  it.skipIf(!hasTmux)("leaves a terminal clean when it is interrupted while it tries", async ({ expect }) => {
    await using chat = await Chat.start(["alice"]);
    await using terminal = await RealTerminal.open();
    const flags = `--address ${chat.address} --cipher sealed-box --folder ${chat.folder}`;
    await terminal.types(`${process.execPath} ${program} chat join alice ${flags}`);
    await terminal.sees(/You have joined/);
    chat.server.kill("SIGKILL");
    await terminal.sees(/Trying again in 2 s/);
    expect(await terminal.screen()).toContain("sealed-box over tcp │ NOT CONNECTED");
    await terminal.presses("C-c");
    await terminal.sees(/You have left[\s\S]*ready\$/);
    await terminal.types("stty -a");
    await terminal.sees(/ icanon[\s\S]* echo [\s\S]*ready\$/);
  });
});
