import { readFile, stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Desk } from "./fixtures/countersign.ts";

describe("countersign user", () => {
  it("adds, lists and removes, and keeps no password", async () => {
    await using desk = await Desk.open();
    for (const name of ["alice", "bob"]) {
      expect((await desk.run(["user", "add", name, "--password-file", "-"], "correct horse\n")).code).toBe(0);
    }
    expect((await desk.run(["user", "list"])).output).toBe("alice\nbob\n");
    expect(await readFile(desk.path("users"), "utf8")).not.toContain("horse");
    expect((await stat(desk.path("users"))).mode & 0o777).toBe(0o600);
    expect((await desk.run(["user", "remove", "alice"])).code).toBe(0);
    expect((await desk.run(["user", "list"])).output).toBe("bob\n");
    expect(await desk.run(["user", "remove", "alice"])).toMatchObject({
      code: 2,
      errors: expect.stringContaining("alice"),
    });
  });

  it("asks for a password only at a terminal, and takes no empty one, nor two", async () => {
    await using desk = await Desk.open();
    const nobody = await desk.run(["user", "add", "alice"]);
    expect(nobody).toMatchObject({ code: 2, errors: expect.stringContaining("no terminal to ask at") });
    for (const input of ["", "\n", "one\ntwo\n"]) {
      const { code, errors } = await desk.run(["user", "add", "alice", "--password-file", "-"], input);
      expect([code, errors]).toEqual([2, expect.stringContaining("one secret")]);
      expect(errors).not.toMatch(/one\n|two/);
    }
  });
});
