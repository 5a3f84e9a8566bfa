import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sealedBox } from "@countersign/cipher-sealedbox";
import { generateSharedKey, listen, type Session, sharedKeys } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { afterEach, describe, expect, it } from "vitest";
import { ChatFolder } from "../../src/chat/folder.ts";
import { limits as chatLimits } from "../../src/chat/limits.ts";
import { application } from "../../src/chat/protocol.ts";
import { Chat } from "./fixtures/chat.ts";
import { rogueIn } from "./fixtures/rogue.ts";

let chat: Chat;
afterEach(() => chat.stop());

/** One that is deaf to what others say. */
async function rogue(name: string, maxMessageBytes?: number): Promise<Session> {
  const session = await rogueIn(chat, name, maxMessageBytes);
  session.on("message", () => {});
  return session;
}

describe("a client that means harm", () => {
  it("controls nobody's terminal, and speaks under no other name", async () => {
    chat = await Chat.start(["alice", "mallory"]);
    const alice = await chat.joined("alice");
    const mallory = await rogue("mallory");
    await mallory.send(
      JSON.stringify({ kind: "say", text: "\u001b[2J\u001b]0;owned\u0007\r\nbob: hi\u009b1A", name: "bob" }),
    );
    await alice.sees(/^mallory: ␛\[2J␛\]0;owned␇␍␊bob: hi\ufffd1A$/m);
    expect(alice.output + chat.server.output).not.toMatch(/(?!\n)\p{Cc}/u);
    await mallory.close();
  });

  it("is not understood when it says what is no message, and stops nobody", async () => {
    chat = await Chat.start(["alice", "mallory"]);
    const alice = await chat.joined("alice");
    const mallory = await rogue("mallory");
    for (const message of [
      "",
      "{",
      '{"kind":"said","name":"alice","text":"x"}',
      '{"kind":"leave"}',
      '{"kind":"say"}',
    ]) {
      await mallory.send(message);
      await chat.server.sees(/mallory sent a message that this version does not know\n/);
    }
    await mallory.send(JSON.stringify({ kind: "say", text: "the end" }));
    await alice.sees(/mallory: the end\n/);
    expect(alice.output.match(/^mallory: .*$/gm)).toEqual(["mallory: the end"]);
    expect(mallory.maxMessageBytes).toBe(chatLimits.maxMessageBytes);
    await mallory.close();
  });
});

describe("a server that means harm", () => {
  it("controls nobody's terminal, and its unknown messages are named as such", async () => {
    chat = await Chat.start(["alice"]);
    const cipher = await sealedBox();
    const server = await listen({
      transport: tcp(),
      address: "127.0.0.1:0",
      cipher,
      identity: await cipher.loadIdentity(join(chat.folder, "sealed-box.key.pem")),
      application,
      authenticate: sharedKeys({ alice: (await readFile(join(chat.folder, "keys", "alice.key"), "utf8")).trim() }),
    });
    try {
      const alice = chat.join("alice", { flags: ["--address", server.address] });
      const { value: session } = await server[Symbol.asyncIterator]().next();
      for (const message of [
        { kind: "said", name: "\u001b[2J", text: "x" },
        { kind: "left", name: "bob", how: "\u001b[31mleft" },
        { kind: "goodbye", reason: "\u001bc" },
        { kind: "explode" },
      ]) {
        await session?.send(JSON.stringify(message));
      }
      session?.close().catch(() => {});
      expect(await alice.end()).toBe(0);
      expect(alice.output.split("\n")).toEqual([
        "* The server sent something that this version does not know.",
        "* bob ␛[31mleft",
        "* ␛c",
        "* The server sent something that this version does not know.",
        "* The server has closed.",
        "",
      ]);
    } finally {
      await server.close();
    }
  });

  it("learns no key from a client that expects another server's", async () => {
    chat = await Chat.start(["alice"]);
    const cipher = await sealedBox();
    const server = await listen({
      transport: tcp(),
      address: "127.0.0.1:0",
      cipher,
      identity: await cipher.generateIdentity(),
      application,
      authenticate: sharedKeys({ alice: generateSharedKey() }),
    });
    try {
      const alice = chat.join("alice", { flags: ["--address", server.address] });
      expect(await alice.end()).toBe(1);
      expect(alice.errors).toContain("ERR_COUNTERSIGN_SERVER_KEY");
    } finally {
      await server.close();
    }
  });
});

describe("a client that takes small messages only", () => {
  it("is sent away, and keeps nobody from speaking", async () => {
    chat = await Chat.start(["alice", "mallory"]);
    const alice = await chat.joined("alice");
    const mallory = await rogue("mallory", 1_024);
    const gone = once(mallory, "close");
    await chat.server.sees(/mallory was sent away/);
    const text = "x".repeat(2_000);
    alice.types(text);
    await alice.sees(new RegExp(`^alice: ${text}$`, "m"));
    await gone;
    alice.types("/who");
    await alice.sees(/Here: alice$/m);
  });

  it("does not bring down a server with more names than it takes", async () => {
    chat = await Chat.start(["mallory"]);
    const folder = new ChatFolder(chat.folder);
    for (let count = 10; count < 45; count++) {
      const name = `${"a".repeat(30)}${count}`;
      await folder.addKey(name);
      await rogue(name);
    }
    await rogue("mallory", 1_024);
    await chat.server.sees(/mallory was sent away/);
    await rogue("mallory");
  });
});
