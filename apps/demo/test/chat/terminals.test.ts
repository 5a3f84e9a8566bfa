import { execPath, kill } from "node:process";
import { describe, expect, it } from "vitest";
import { Chat } from "./fixtures/chat.ts";
import { hasTmux, program, RealTerminal } from "./fixtures/real-terminal.ts";

const password = "correct horse battery staple";

describe.skipIf(!hasTmux)(`at four terminals${hasTmux ? "" : ", which need tmux: apt-get install tmux"}`, () => {
  it.for([
    ["tcp", /\* bob is gone: the connection broke/],
    ["udp", /\* bob is gone: there was no sign of life any more/],
  ] as const)("three talk over %s, one is killed, and one has the wrong password", async ([transport, gone]) => {
    await using chat = await Chat.start(["alice", "bob"], { transport });
    await chat.runWith({ COUNTERSIGN_PASSWORD: password }, "add", "carol", "--password").end();
    const join = (name: string, ...flags: readonly string[]) =>
      [
        ...[execPath, program, "chat", "join", name, "--address", chat.address, "--folder", chat.folder],
        ...["--transport", transport, "--cipher", "sealed-box", ...flags],
      ].join(" ");
    await using alice = await RealTerminal.open();
    await using bob = await RealTerminal.open();
    await using carol = await RealTerminal.open();
    await using eve = await RealTerminal.open();

    await alice.types(join("alice"));
    await alice.sees(/You have joined/);
    await bob.types(`sh -c 'echo process $$; exec ${join("bob")}'`);
    const [, process = ""] = await bob.sees(/process (\d+)/);
    await bob.sees(/You have joined/);
    await carol.types(join("carol", "--password"));
    await carol.sees(/Password of carol/);
    await carol.types(password);
    await carol.sees(/You have joined.*Here: alice, bob, carol/);

    await alice.types("hello everybody");
    await Promise.all([bob, carol].map((terminal) => terminal.sees(/^alice: hello everybody$/m)));
    await carol.types("hello alice");
    await Promise.all([alice, bob].map((terminal) => terminal.sees(/^carol: hello alice$/m)));

    await eve.types(join("carol", "--password"));
    await eve.sees(/Password of carol/);
    await eve.types("incorrect horse");
    await eve.sees(/Could not join: The server refused .*\(ERR_COUNTERSIGN_AUTHENTICATION\)[\s\S]*ready\$/);

    kill(Number(process), "SIGKILL");
    await bob.sees(/Killed/);
    await Promise.all([alice, carol].map((terminal) => terminal.sees(gone)));
    await alice.types("who is left?");
    await carol.sees(/^alice: who is left\?$/m);
    await carol.presses("C-c");
    await carol.sees(/You have left[\s\S]*ready\$/);
    await alice.sees(/\* carol left/);
    expect((await alice.screen()).match(/\* carol has joined/g)).toHaveLength(1);
  });
});
