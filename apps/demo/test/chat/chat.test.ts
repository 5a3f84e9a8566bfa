import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { transportNames } from "../../src/transports.ts";
import { Chat } from "./fixtures/chat.ts";

let chat: Chat;
afterEach(() => chat.stop());

// Every transport and every cipher, but not each with each.
const ciphers = { tcp: "hybrid", udp: "sealed-box" } as const;

describe.each(transportNames)("pnpm demo chat over %s", (transport) => {
  it("lets three people talk, and each leave in a way of their own", async () => {
    const cipher = ciphers[transport];
    chat = await Chat.start(["alice", "bob", "carol"], { transport, cipher });
    expect(chat.server.output).toContain(`, ${transport.toUpperCase()}, ${cipher}\n`);
    const alice = await chat.joined("alice");
    const bob = await chat.joined("bob");
    const carol = await chat.joined("carol");
    expect(alice.output).toContain(`You have joined: ${cipher} over ${transport}.`);
    await alice.sees(/\* bob has joined\n\* carol has joined\n/);
    const all = [alice, bob, carol];

    alice.types("hello");
    await Promise.all(all.map((each) => each.sees(/^alice: hello$/m)));
    carol.types("//who 你好");
    await Promise.all(all.map((each) => each.sees(/^carol: \/who 你好$/m)));
    bob.types("/who");
    await bob.sees(/^\* Here: alice, bob, carol$/m);
    bob.types("x".repeat(8_001));
    await bob.sees(/^\* Not said: 8001 characters are more than the 8000 of a line\.$/m);
    bob.types("/dance");
    await bob.sees(/^\* There is no \/dance: \/help says/m);

    bob.types("/quit");
    expect(await bob.end()).toBe(0);
    await alice.sees(/^\* bob left$/m);
    carol.types("before I go");
    carol.endInput();
    expect(await carol.end()).toBe(0);
    await alice.sees(/^carol: before I go\n\* carol left$/m);
    alice.kill("SIGINT");
    expect(await alice.end()).toBe(0);
    expect(alice.output).toMatch(/\* You have left\.\n$/);
    await chat.server.sees(/ {2}alice left\n/);
    chat.server.kill("SIGINT");
    expect(await chat.server.end()).toBe(0);
    expect([alice, bob, carol, chat.server].map(({ errors }) => errors)).toEqual(["", "", "", ""]);
  });

  it("says goodbye to its clients when the server is interrupted", async () => {
    chat = await Chat.start(["alice"], { transport });
    const alice = await chat.joined("alice");
    chat.server.kill("SIGINT");
    await alice.sees(/\* The server is closing\.\n\* The server has closed\.\n/);
    expect([await alice.end(), await chat.server.end()]).toEqual([0, 0]);
  });

  it("leaves a server that does not answer when it is interrupted again", async () => {
    chat = await Chat.start(["alice"], { transport });
    const alice = await chat.joined("alice");
    chat.server.kill("SIGSTOP");
    alice.types("can you hear me?");
    alice.kill("SIGINT");
    await alice.sees(/\* The server has not confirmed yet/);
    alice.kill("SIGINT");
    expect(await alice.end()).toBe(1);
    expect(alice.errors).toBe("You have left. What you said last may be lost.\n");
  });

  it("says all that is piped into it before it leaves, without losing those who read", async () => {
    chat = await Chat.start(["alice", "bob"], { transport });
    const alice = await chat.joined("alice");
    const bob = await chat.joined("bob");
    const lines = Array.from({ length: 1_200 }, (_, index) => `${index} ${"x".repeat(1_000)}`);
    bob.types(lines.join("\n"));
    bob.endInput();
    expect(await bob.end()).toBe(0);
    await alice.sees(/\* bob left\n/);
    const said = [...alice.output.matchAll(/^bob: (.*)$/gm)].map(([, text]) => text);
    expect(said).toEqual(lines);
  });
});

describe("pnpm demo chat", () => {
  it("counts somebody at two places as one", async () => {
    chat = await Chat.start(["alice", "bob"]);
    const alice = await chat.joined("alice");
    const phone = await chat.joined("bob");
    const desk = await chat.joined("bob");
    await desk.sees(/Here: alice, bob\./);
    phone.types("/quit");
    await phone.end();
    desk.types("still here");
    await alice.sees(/bob: still here\n/);
    desk.types("/quit");
    await alice.sees(/bob left\n/);
    expect(alice.output.match(/bob (has joined|left)/g)).toEqual(["bob has joined", "bob left"]);
  });

  it("lets somebody in whose key was made while the server runs, and not once it is removed", async () => {
    chat = await Chat.start([]);
    expect(chat.server.output).toMatch(/may join +nobody yet/);
    expect(await chat.run("add", "dave").end()).toBe(0);
    const key = await readFile(join(chat.folder, "keys", "dave.key"), "utf8");
    await chat.joined("dave");
    await rm(join(chat.folder, "keys", "dave.key"));
    expect(await chat.join("dave", { key }).end()).toBe(1);
    await chat.server.sees(/refused .*ERR_COUNTERSIGN_AUTHENTICATION/);
  });
});
