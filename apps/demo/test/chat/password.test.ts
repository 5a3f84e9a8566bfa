import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { passwordFile } from "@countersign/auth-scram/file";
import { afterEach, describe, expect, it } from "vitest";
import { chatCommand } from "../../src/chat/command.ts";
import { ChatFolder } from "../../src/chat/folder.ts";
import { Chat } from "./fixtures/chat.ts";

let chat: Chat;
afterEach(() => chat.stop());

const right = { COUNTERSIGN_PASSWORD: "correct horse battery staple" };
const wrong = { COUNTERSIGN_PASSWORD: "incorrect horse battery staple" };

describe("pnpm demo chat with passwords", () => {
  it("lets somebody with a password talk to somebody with a key", async () => {
    chat = await Chat.start(["alice"]);
    const alice = await chat.joined("alice");
    expect(await chat.runWith(right, "add", "bob", "--password").end()).toBe(0);
    const bob = chat.join("bob", { flags: ["--password"], environment: right });
    await bob.sees(/You have joined/);
    bob.types("hello");
    await alice.sees(/^bob: hello$/m);
    const users = await readFile(join(chat.folder, "users.txt"), "utf8");
    expect(users).toMatch(/^bob:SCRAM-SHA-256\$/m);
    expect(users).not.toContain(right.COUNTERSIGN_PASSWORD);
  });

  it("takes the password from a file, too", async () => {
    chat = await Chat.start([]);
    const file = join(chat.folder, "password");
    await writeFile(file, `${right.COUNTERSIGN_PASSWORD}\n`);
    expect(await chat.run("add", "bob", "--password-file", file).end()).toBe(0);
    await chat.join("bob", { flags: ["--password-file", file] }).sees(/You have joined/);
  });

  it("keeps a wrong password out, and an unknown name, in the same words", async () => {
    chat = await Chat.start([]);
    await chat.runWith(right, "add", "bob", "--password").end();
    const tries = [
      chat.join("bob", { flags: ["--password"], environment: wrong }),
      chat.join("eve", { flags: ["--password"], environment: wrong }),
    ];
    expect(await Promise.all(tries.map((each) => each.end()))).toEqual([1, 1]);
    expect(tries[0]?.errors).toMatch(/^Could not join: The server refused .*\(ERR_COUNTERSIGN_AUTHENTICATION\)\n/);
    expect(tries[1]?.errors).toBe(tries[0]?.errors);
  });

  it("has nobody for a user whose name no member can have", async () => {
    chat = await Chat.start([]);
    await passwordFile(join(chat.folder, "users.txt")).set("Bob", right.COUNTERSIGN_PASSWORD);
    expect(chat.server.output).not.toContain("Bob");
    const { passwords } = new ChatFolder(chat.folder);
    expect(await passwords.find("Bob")).toBeUndefined();
  });

  it("takes no password as an argument, and does not repeat it", async () => {
    chat = await Chat.start([]);
    for (const action of ["add", "join"]) {
      const refused = await chatCommand.run([action, "bob", "--password", "hunter2"]).catch((error) => error);
      expect(refused.code).toBe("ERR_COUNTERSIGN_INVALID_ARGUMENT");
      expect(refused.message).toContain("A password is no argument");
      expect(refused.message).not.toContain("hunter2");
    }
  });
});
