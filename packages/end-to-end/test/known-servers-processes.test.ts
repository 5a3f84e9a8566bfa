import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownServers } from "@countersign/known-servers";
import { expect, it } from "vitest";

const program = join(import.meta.dirname, "programs/pin.mjs");

// spec: I-24
it("no pin is lost when several processes write one file at once", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "countersign-known-"));
  const file = join(folder, "known-servers");
  const addresses = [1, 2, 3].map((port) => Array.from({ length: 20 }, (_, host) => `server-${host}:${port}`));
  const children = addresses.map((some) => fork(program, [file, ...some], { execArgv: [] }));
  const ended = children.map((child) => once(child, "exit"));
  try {
    await Promise.all(children.map((child) => once(child, "message")));
    for (const child of children) child.send("go");
    await Promise.all(ended);
    const pins = await knownServers(file, { confirm: () => false }).list();
    expect(pins.map(({ address }) => address).sort()).toEqual(addresses.flat().sort());
    expect(await readdir(folder)).toEqual(["known-servers"]);
  } finally {
    for (const child of children) child.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
