import { describe, expect, it } from "vitest";
import { Program } from "./fixtures/program.ts";

async function run(...args: readonly string[]) {
  const program = new Program(args);
  return { code: await program.end(), output: program.output, errors: program.errors };
}

describe("pnpm demo", () => {
  it.each([["--help"], ["-h"]])("with %j lists what there is", async (argument) => {
    const { code, output, errors } = await run(argument);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    for (const line of [
      "pnpm demo [wire] [",
      "pnpm demo echo [",
      "pnpm demo chat serve [",
      "pnpm demo chat join NAME [",
    ]) {
      expect(output).toContain(line);
    }
  });

  it("without a command serves the wire to who has its address, until it is told to end", async () => {
    const program = new Program([]);
    const [, address = ""] = await program.sees(/The wire is at (http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/)\n/);
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<h1>The wire</h1>");
    program.kill("SIGINT");
    expect(await program.end()).toBe(0);
    expect(program.errors).toBe("");
  });

  it("ends quietly when nobody reads on", async () => {
    const program = new Program(["doctor"]);
    program.closeOutput();
    expect(await program.end()).toBe(0);
    expect(program.errors).toBe("");
  });

  it("tells about one demo", async () => {
    const { code, output } = await run("chat", "join", "--help");
    expect(code).toBe(0);
    expect(output).toContain("--server-key");
    expect(output).not.toContain("pnpm demo echo");
  });

  it.each([
    [["dance"], 'There is no demo "dance". Demos: wire, echo, chat, lab, doctor.'],
    [["constructor"], 'There is no demo "constructor".'],
    [["--port", "70000"], '"70000" is no port: a number from 0 to 65535.'],
    [["wire", "tap"], 'The wire takes no "tap".'],
    [["echo", "--cipher", "rot13"], 'There is no cipher "rot13". Ciphers: hybrid, sealed-box.'],
    [["echo", "--transport", "pigeon"], 'There is no transport "pigeon". Transports: tcp, udp.'],
    [["chat", "join", "alice", "--loud"], "--loud"],
  ])("with %j exits with 2 and says what is wrong", async (args, reason) => {
    const { code, output, errors } = await run(...args);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(reason);
    expect(errors).toMatch(/\nSee pnpm demo --help\.\n$/);
  });
});
