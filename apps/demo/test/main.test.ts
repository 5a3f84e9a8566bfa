import { describe, expect, it } from "vitest";
import { Program } from "./fixtures/program.ts";

async function run(...args: readonly string[]) {
  const program = new Program(args);
  return { code: await program.end(), output: program.output, errors: program.errors };
}

describe("pnpm demo", () => {
  it.each([[[]], [["--help"]]])("with %j lists what there is", async (args) => {
    const { code, output, errors } = await run(...args);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    for (const line of ["pnpm demo echo [", "pnpm demo chat serve [", "pnpm demo chat join NAME ["]) {
      expect(output).toContain(line);
    }
  });

  it("tells about one demo", async () => {
    const { code, output } = await run("chat", "join", "--help");
    expect(code).toBe(0);
    expect(output).toContain("--server-key");
    expect(output).not.toContain("pnpm demo echo");
  });

  it.each([
    [["dance"], 'There is no demo "dance". Demos: echo, chat.'],
    [["constructor"], 'There is no demo "constructor".'],
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
