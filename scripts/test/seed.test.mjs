import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { seedOfTree } from "../check/seed.mjs";
import { inTree } from "./tree.mjs";

/** Whoever runs these tests with a seed has set it. */
vi.stubEnv("SEED", undefined);
afterEach(() => vi.stubEnv("SEED", undefined));

it("is one number for one state of the project, whoever committed it and when, and another for the next", async () => {
  await inTree({ "a.txt": "a" }, async (folder) => {
    commit(folder, "one");
    const seed = await seedOfTree(folder);
    commit(folder, "the same again");
    expect(await seedOfTree(folder)).toBe(seed);
    await writeFile(join(folder, "a.txt"), "b");
    expect(await seedOfTree(folder)).toBe(seed);
    commit(folder, "another");
    expect(await seedOfTree(folder)).not.toBe(seed);
  });
});

it("is drawn where there is no commit", async () => {
  await inTree({}, async (folder) => {
    const [one, other] = [await seedOfTree(folder), await seedOfTree(folder)];
    expect(one).not.toBe(other);
    for (const seed of [one, other]) expect(seed >= 0 && seed < 2 ** 31 && Number.isInteger(seed)).toBe(true);
  });
});

it("is what SEED says", async () => {
  vi.stubEnv("SEED", "7");
  expect(await seedOfTree()).toBe(7);
});

/** @param {string} folder @param {string} message */
function commit(folder, message) {
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"];
  const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
  git("init", "--quiet");
  git("add", ".");
  git(...who, "commit", "--quiet", "--allow-empty", "--message", message);
}
