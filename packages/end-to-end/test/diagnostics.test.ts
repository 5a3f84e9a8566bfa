import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("a diagnostics subscriber that throws harms no session: the process hears of it", async () => {
  const program = fileURLToPath(new URL("programs/throwing-subscriber.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(JSON.parse(stdout)).toEqual({
    message: "still here",
    uncaught: ["client", "server"].flatMap((role) => [`${role} closed`, `${role} established`, `${role} opening`]),
  });
});
