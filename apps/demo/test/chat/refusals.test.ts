import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateSharedKey, UsageError } from "@countersign/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatCommand } from "../../src/chat/command.ts";
import type { Program } from "../fixtures/program.ts";
import { Chat } from "./fixtures/chat.ts";

let chat: Chat;
let elsewhere: string;
beforeAll(async () => {
  chat = await Chat.start(["alice"]);
  elsewhere = await mkdtemp(join(tmpdir(), "countersign-chat-"));
});
afterAll(async () => {
  await chat.stop();
  await rm(elsewhere, { recursive: true });
});

async function ending(program: Program) {
  return { code: await program.end(), output: program.output, errors: program.errors };
}

describe("who cannot join is told why", () => {
  it("with a wrong key", async () => {
    const { code, errors } = await ending(chat.join("alice", { key: generateSharedKey() }));
    expect(code).toBe(1);
    expect(errors).toMatch(/^Could not join: The server refused .*\(ERR_COUNTERSIGN_AUTHENTICATION\)\n.*chat add NAME/);
    await chat.server.sees(/refused 127\.0\.0\.1:\d+: .*\(ERR_COUNTERSIGN_AUTHENTICATION\)\n/);
  });

  it("with a name that has no key at the server, in the same words", async () => {
    const wrongKey = await ending(chat.join("alice", { key: generateSharedKey() }));
    const wrongName = await ending(chat.join("eve", { key: generateSharedKey() }));
    expect(wrongName).toEqual(wrongKey);
  });

  it("with another server's public key", async () => {
    const other = await Chat.start([]);
    try {
      const flags = ["--server-key", join(other.folder, "sealed-box.pub.pem")];
      const { code, errors } = await ending(chat.join("alice", { flags }));
      expect(code).toBe(1);
      expect(errors).toMatch(/\(ERR_COUNTERSIGN_SERVER_KEY\)\nAnother server answers there, or somebody in between/);
    } finally {
      await other.stop();
    }
  });

  it("where nobody listens, and where something else does", async () => {
    const stranger = createServer((socket) => socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const { port } = stranger.address() as { port: number };
    const flags = ["--address", `127.0.0.1:${port}`];
    const met = await ending(chat.join("alice", { flags }));
    await new Promise((resolve) => stranger.close(resolve));
    const alone = await ending(chat.join("alice", { flags }));
    expect([met.code, alone.code]).toEqual([1, 1]);
    expect(met.errors).toMatch(/\(ERR_COUNTERSIGN_NOT_COUNTERSIGN\)\nIs the server running\?/);
    expect(alone.errors).toMatch(/\(ERR_COUNTERSIGN_CONNECT\)\nIs the server running\?/);
  });

  it("without a key, and with a file that holds none", async () => {
    const nobody = await ending(chat.join("bob"));
    expect(nobody).toMatchObject({
      code: 2,
      errors: expect.stringContaining("There is no key for bob: name its file"),
    });
    const empty = join(elsewhere, "empty.key");
    await writeFile(empty, "\n");
    const nothing = await ending(chat.join("bob", { flags: ["--key-file", empty] }));
    expect(nothing).toMatchObject({
      code: 2,
      errors: expect.stringContaining(`There is no key in --key-file ${empty}`),
    });
    const weak = await ending(chat.join("bob", { key: "password" }));
    expect(weak).toMatchObject({ code: 2, errors: expect.stringContaining("a password is not a key") });
    expect(weak.errors).not.toContain("password\n");
  });
});

describe("bad arguments", () => {
  it.each([
    [["dance"], '"pnpm demo chat dance" does nothing. It takes one of: serve, add, join.'],
    [[], "It takes one of: serve, add, join."],
    [["join"], "A name is missing"],
    [["join", "alice", "bob"], '"bob" is too much'],
    [["join", "Älice"], '"Älice" is no name'],
    [["add", "../alice"], '"../alice" is no name'],
    [["add", "alice"], "alice has a key already"],
    [["add", "alice", "--password", "--password-file", "/nowhere"], "Password file /nowhere cannot be read"],
    [["join", "alice", "--password", "--key-file", "alice.key", "--cipher", "sealed-box"], "One of both is enough"],
    [["join", "alice", "--cipher", "rot13"], 'There is no cipher "rot13"'],
    [["join", "alice", "--transport", "pigeon"], 'There is no transport "pigeon". Transports: tcp, udp.'],
    [["serve", "--transport", "pigeon"], 'There is no transport "pigeon"'],
    [["add", "bob", "--transport", "udp"], "--transport"],
    [["join", "alice", "--adress", "127.0.0.1:7000"], "--adress"],
    [["join", "alice", "--cipher", "sealed-box", "--address", "127.0.0.1"], "the port is missing"],
    [["serve", "--cipher", "sealed-box", "--port", "99999"], "the port must be a number"],
    [["serve", "alice"], "alice"],
  ])("%j say what is wrong", async (args, reason) => {
    const folder = args.length > 0 ? ["--folder", chat.folder] : [];
    const refused = await chatCommand.run([...args, ...folder]).catch((error) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused.message).toContain(reason);
  });

  it("of a port that is taken exit with 1", async () => {
    const port = chat.address.slice(chat.address.lastIndexOf(":") + 1);
    const { code, errors } = await ending(chat.run("serve", "--port", port, "--cipher", "sealed-box"));
    expect(code).toBe(1);
    expect(errors).toContain("(ERR_COUNTERSIGN_LISTEN)");
  });
});

describe("the folder of a chat", () => {
  it("is for its owner alone, and git ignores it", async () => {
    const mode = async (file: string) => (await stat(join(chat.folder, file))).mode & 0o777;
    expect(await mode("keys")).toBe(0o700);
    expect(await mode("keys/alice.key")).toBe(0o600);
    expect(await mode("sealed-box.key.pem")).toBe(0o600);
    expect(await mode("users.txt")).toBe(0o600);
    expect((await readdir(chat.folder)).sort()).toEqual([
      ".gitignore",
      "keys",
      "sealed-box.key.pem",
      "sealed-box.pub.pem",
      "users.txt",
    ]);
  });

  it("is not made where a file is in the way", async () => {
    const file = join(elsewhere, "file");
    await writeFile(file, "");
    const refused = await chatCommand.run(["add", "bob", "--folder", file]).catch((error) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused.message).toContain(`Folder ${file} cannot be used`);
  });

  it("gives a server the same key at each start", async () => {
    const folder = join(elsewhere, "again");
    await mkdir(folder);
    const fingerprints = [];
    for (let start = 0; start < 2; start++) {
      const server = chat.run("serve", "--port", "0", "--cipher", "sealed-box", "--folder", folder);
      fingerprints.push((await server.sees(/SHA256:\S+/))[0]);
      server.kill("SIGTERM");
      expect(await server.end()).toBe(0);
    }
    expect(fingerprints[1]).toBe(fingerprints[0]);
  });
});
