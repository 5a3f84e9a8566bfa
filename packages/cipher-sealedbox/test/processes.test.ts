import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("create-key-file.mjs", import.meta.url));

it("creates one key file when several processes start at once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "countersign-keys-"));
  const children = Array.from({ length: 4 }, () => fork(program, [join(folder, "server.key.pem")], { execArgv: [] }));
  const ended = children.map((child) => once(child, "exit"));
  try {
    await Promise.all(children.map((child) => once(child, "message")));
    const answers = children.map(async (child) => (await once(child, "message"))[0]);
    for (const child of children) child.send("go");
    const publicKeys = new Set(await Promise.all(answers));
    await Promise.all(ended);
    expect([...publicKeys]).toEqual([await readFile(join(folder, "server.pub.pem"), "utf8")]);
    expect((await readdir(folder)).sort()).toEqual(["server.key.pem", "server.pub.pem"]);
  } finally {
    for (const child of children) child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);
