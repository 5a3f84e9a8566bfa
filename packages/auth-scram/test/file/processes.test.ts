import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { seededRandom } from "@countersign/core/testing";
import { expect, it, onTestFinished } from "vitest";
import { passwordFile } from "../../src/file/index.ts";
import { seed } from "../seed.ts";
import { verifiers } from "../users.ts";
import { freshFile } from "./folder.ts";

const program = fileURLToPath(new URL("../programs/add-users.mjs", import.meta.url));
const verifier = verifiers.get("alice") as string;

it("loses no user when eight processes add 25 each at once", async () => {
  const path = await freshFile();
  const writers = await Promise.all(Array.from({ length: 8 }, (_, n) => startWriter(path, `writer${n}`, 25)));
  for (const { child } of writers) child.send("go");
  const codes = await Promise.all(writers.map(({ ended }) => ended));
  expect(codes).toEqual(writers.map(() => 0));
  const expected = writers.flatMap((_, writer) => Array.from({ length: 25 }, (__, n) => `writer${writer}-${n}`));
  expect((await passwordFile(path).list()).sort()).toEqual(expected.sort());
  expect(await readdir(dirname(path))).toEqual(["users.txt"]);
}, 120_000);

it(`has every user that was in when writers are killed, and takes the next, seed ${seed}`, async () => {
  const random = seededRandom(seed);
  const path = await freshFile();
  const wereIn = new Set<string>();
  for (let round = 0; round < 6; round++) {
    const writers = await Promise.all([0, 1].map((n) => startWriter(path, `round${round}-${n}`, 1_000)));
    const enough = 1 + random.integer(15);
    await new Promise<void>((resolve) => {
      let seen = 0;
      for (const { child } of writers) {
        child.on("message", (name) => {
          wereIn.add(String(name));
          if (++seen === enough) setTimeout(resolve, random.integer(8));
        });
        child.send("go");
      }
    });
    for (const { child } of writers) child.kill("SIGKILL");
    await Promise.all(writers.map(({ ended }) => ended));
    const now = new Set(await passwordFile(path).list());
    for (const name of wereIn) expect(now, name).toContain(name);
    await passwordFile(path).set(`after round ${round}`, verifier);
    wereIn.add(`after round ${round}`);
  }
}, 120_000);

it.each([
  ["whose process is gone", [".lock"]],
  ["that such a process was about to remove", [".lock", ".lock.lock"]],
])("takes a lock %s", async (_what, locks) => {
  const path = await freshFile();
  const holder = `${await goneProcess()} 0123456789abcdef ${hostname()}`;
  for (const lock of locks) await writeFile(`${path}${lock}`, holder);
  await passwordFile(path).set("alice", verifier);
  expect(await passwordFile(path).list()).toEqual(["alice"]);
  expect(await readdir(dirname(path))).toEqual(["users.txt"]);
});

it("overwrites a draft that a crash has left", async () => {
  const path = await freshFile();
  await writeFile(`${path}.new`, "half a li");
  await passwordFile(path).set("alice", verifier);
  expect(await readFile(path, "utf8")).toContain(`alice:${verifier}\n`);
  expect(await readdir(dirname(path))).toEqual(["users.txt"]);
});

interface Writer {
  readonly child: ChildProcess;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

async function startWriter(path: string, prefix: string, count: number): Promise<Writer> {
  const child = fork(program, [path, prefix, String(count)], { execArgv: [] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  await once(child, "message");
  return { child, ended };
}

/** The number of a process that has ended. */
async function goneProcess(): Promise<number> {
  const child = fork(program, ["", "", "0"], { execArgv: [] });
  child.kill("SIGKILL");
  await once(child, "exit");
  return child.pid as number;
}
