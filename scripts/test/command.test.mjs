import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const command = JSON.stringify(import.meta.resolve("../check/command.mjs"));

it("says that a tool cannot be started, and does not keep the process waiting for it", async () => {
  const script = `import { run } from ${command}; await run("no-such-tool", []).catch(({ message }) => console.log(message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout).toBe("no-such-tool: spawn no-such-tool ENOENT\n");
});
