import { createHash, randomBytes, randomInt } from "node:crypto";
import { mkdir, open, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "@countersign/core/testing";
import { afterEach, describe, expect, it, onTestFailed } from "vitest";
import { decodeFromServer, encode } from "../../src/chat/protocol.ts";
import { Chat } from "./fixtures/chat.ts";
import { lossyRoad } from "./fixtures/lossy-road.ts";
import { rogueIn } from "./fixtures/rogue.ts";

let chat: Chat;
afterEach(() => chat.stop());

const mebibyte = 1024 * 1024;

/** Makes a file that nothing can compress or confuse; returns its SHA-256. */
async function makeFile(path: string, mebibytes: number): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "wx");
  for (let count = 0; count < mebibytes; count++) {
    const bytes = randomBytes(mebibyte);
    hash.update(bytes);
    await file.write(bytes);
  }
  await file.close();
  return hash.digest("hex");
}

async function hashOf(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

/** Somebody who has joined, with a folder of their own for what comes. */
async function joined(name: string, flags: readonly string[] = []) {
  const downloads = join(chat.folder, `of-${name}`);
  const program = chat.join(name, { flags: ["--downloads", downloads, ...flags] });
  await program.sees(/You have joined/);
  return Object.assign(program, { downloads });
}

describe("/send", () => {
  it("brings a file to everybody else, who compare it, and overwrites nothing", async () => {
    chat = await Chat.start(["alice", "bob", "carol"]);
    const alice = await joined("alice");
    const others = [await joined("bob"), await joined("carol")];
    const path = join(chat.folder, "my cat.png");
    const sha256 = await makeFile(path, 3);
    for (const name of ["my cat.png", "my cat (1).png"]) {
      alice.types(`/send ${path}`);
      for (const other of others) {
        await other.sees(/^\* alice sends my cat\.png, 3\.1 MB$/m);
        await other.sees(new RegExp(`^\\* my cat\\.png from alice is in .*: SHA-256 ${sha256}, as at alice's$`, "m"));
        expect(await hashOf(join(other.downloads, name))).toBe(sha256);
      }
      await alice.sees(/^\* my cat\.png has been sent, 3\.1 MB\.$/m);
    }
    for (const name of ["bob", "carol"]) {
      const told = `* ${name} has my cat.png: SHA-256 ${sha256}, as here\n`;
      expect(alice.output.split(told)).toHaveLength(3);
    }
    expect((await readdir(others[0]?.downloads ?? "")).sort()).toEqual(["my cat (1).png", "my cat.png"]);
    await expect(readdir(alice.downloads)).rejects.toThrow();
  });

  it("sends an empty file, and one that is piped to, before it leaves", async () => {
    chat = await Chat.start(["alice", "bob"]);
    const bob = await joined("bob");
    const alice = await joined("alice");
    const [empty, full] = [join(chat.folder, "empty"), join(chat.folder, "full")];
    await writeFile(empty, "");
    const sha256 = await makeFile(full, 8);
    alice.types(`/send ${empty}`);
    await bob.sees(/^\* empty from alice is in/m);
    await alice.sees(/^\* empty has been sent/m);
    alice.types(`/send ${full}`);
    alice.endInput();
    expect(await alice.end()).toBe(0);
    await bob.sees(/^\* full from alice is in/m);
    expect(await hashOf(join(bob.downloads, "full"))).toBe(sha256);
  });

  it("says why a file is not sent", async () => {
    chat = await Chat.start(["alice"]);
    const alice = await joined("alice");
    alice.types(`/send ${join(chat.folder, "nothing")}`);
    await alice.sees(/^\* .*nothing is not sent: ENOENT/m);
    alice.types(`/send ${chat.folder}`);
    await alice.sees(/ is not sent: that is no file\.$/m);
    const large = join(chat.folder, "large");
    await writeFile(large, "");
    await truncate(large, 1024 ** 3 + 1);
    alice.types(`/send ${large}`);
    await alice.sees(/ is not sent: files of more than 1\.1 GB are not sent\.$/m);
    const small = join(chat.folder, "small");
    await writeFile(small, "x");
    alice.types(`/send ${small}`);
    await alice.sees(/^\* small is not sent: Nobody else is here\.$/m);
  });

  it("leaves nothing of a file whose sender is gone", async () => {
    chat = await Chat.start(["alice", "bob"]);
    const alice = await joined("alice");
    const bob = await joined("bob");
    const path = join(chat.folder, "large");
    await writeFile(path, "");
    await truncate(path, 512 * mebibyte);
    alice.types(`/send ${path}`);
    await bob.sees(/^\* alice sends large/m);
    alice.kill("SIGKILL");
    await bob.sees(/^\* large from alice did not arrive: alice is gone/m);
    expect(await readdir(bob.downloads)).toEqual([]);
  });

  it("lets nobody choose where a file goes", async () => {
    chat = await Chat.start(["mallory", "bob"]);
    const bob = await joined("bob");
    const mallory = await rogueIn(chat, "mallory");
    await mkdir(bob.downloads, { recursive: true });
    await writeFile(join(bob.downloads, "users.txt"), "mine");
    const data = Buffer.from("evil");
    const sha256 = createHash("sha256").update(data).digest("hex");
    await mallory.send(encode({ kind: "offer", file: "../\u001b[2J/../users.txt", bytes: data.length }));
    for await (const bytes of mallory) {
      const message = decodeFromServer(bytes);
      if (message?.kind !== "proceed") continue;
      const { transfer } = message;
      await mallory.send(encode({ kind: "chunk", transfer, data }));
      await mallory.send(encode({ kind: "finish", transfer, sha256 }));
      break;
    }
    await bob.sees(/users \(1\)\.txt: SHA-256/);
    expect(bob.output).not.toContain("\u001b");
    expect((await readdir(bob.downloads)).sort()).toEqual(["users (1).txt", "users.txt"]);
    expect(await readFile(join(bob.downloads, "users.txt"), "utf8")).toBe("mine");
    mallory.abort();
  });

  it("keeps nothing that is not what was sent", async () => {
    chat = await Chat.start(["mallory", "bob"]);
    const bob = await joined("bob");
    const mallory = await rogueIn(chat, "mallory");
    await mallory.send(encode({ kind: "offer", file: "cat.png", bytes: 4 }));
    for await (const bytes of mallory) {
      const message = decodeFromServer(bytes);
      if (message?.kind !== "proceed") continue;
      const { transfer } = message;
      await mallory.send(encode({ kind: "chunk", transfer, data: Buffer.from("evil") }));
      await mallory.send(encode({ kind: "finish", transfer, sha256: "0".repeat(64) }));
      break;
    }
    await bob.sees(/^\* cat\.png from mallory did not arrive: it is not what was sent: its SHA-256 is/m);
    expect(await readdir(bob.downloads)).toEqual([]);
    mallory.abort();
  });
});

describe("/send over UDP with 2 % of the datagrams lost", () => {
  it("brings 100 MiB as they were, while others talk", async () => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 32));
    onTestFailed(() => console.error(`SEED=${seed}`));
    const random = seededRandom(seed);
    chat = await Chat.start(["alice", "bob", "carol"], { transport: "udp" });
    await using up = await lossyRoad(chat.address, 0.02, random.float);
    await using down = await lossyRoad(chat.address, 0.02, random.float);
    const bob = await joined("bob", ["--address", down.address]);
    const carol = await joined("carol");
    const alice = await joined("alice", ["--address", up.address]);
    const path = join(chat.folder, "large");
    const sha256 = await makeFile(path, 100);
    alice.types(`/send ${path}`);
    await bob.sees(/^\* alice sends large, 104\.9 MB$/m);
    for (let count = 0; count < 3; count++) {
      carol.types(`still talking ${count}`);
      await bob.sees(new RegExp(`^carol: still talking ${count}$`, "m"));
    }
    expect(bob.output).not.toContain("large from alice is in");
    for (const _ of [bob, carol]) await alice.sees(new RegExp(`has large: SHA-256 ${sha256}, as here`));
    for (const { downloads } of [bob, carol]) expect(await hashOf(join(downloads, "large"))).toBe(sha256);
  });
});
