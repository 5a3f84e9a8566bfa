import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Desk } from "./fixtures/countersign.ts";

const pkcs1 = {
  modulusLength: 2048,
  privateKeyEncoding: { format: "pem", type: "pkcs1" },
  publicKeyEncoding: { format: "pem", type: "pkcs1" },
} as const;

describe("countersign inspect", () => {
  it("says what each kind of file holds, and shows no secret of it", async () => {
    await using desk = await Desk.open();
    await desk.run(["keygen", "--cipher", "sealed-box"]);
    await desk.run(["user", "add", "alice", "--password-file", "-"], "a password\n");
    await writeFile(desk.path("shared"), (await desk.run(["secret"])).output);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "bob", "-f", desk.path("id")]);
    const expected: [string, RegExp][] = [
      ["server.key.pem", /^a server's private key: X25519\ncipher {7}sealed-box\nfingerprint {2}SHA256:/],
      ["server.pub.pem", /^a server's public key: X25519\n/],
      ["users", /^users with passwords, for serve --users: 1\n {2}"alice" {2}600000 iterations\n$/],
      ["shared", /^a shared key/],
      ["id", /^a client's private key, OpenSSH's/],
      ["id.pub", /^clients' public keys, for serve --authorized-keys: 1\n$/],
    ];
    for (const [file, lines] of expected) {
      const { code, output } = await desk.run(["inspect", file]);
      expect([file, code, output]).toEqual([file, 0, expect.stringMatching(lines)]);
      const secrets = (await readFile(desk.path(file), "utf8")).match(/[A-Za-z0-9+/_-]{20,}/g) ?? [];
      if (!file.endsWith(".pub")) for (const secret of secrets) expect(output).not.toContain(secret);
    }
  });

  it("says that a file is none of ours, or not there", async () => {
    await using desk = await Desk.open();
    await writeFile(desk.path("noise"), randomBytes(1_000));
    expect(await desk.run(["inspect", "noise"])).toMatchObject({
      code: 2,
      errors: expect.stringContaining("no file of"),
    });
    await writeFile(desk.path("pkcs1"), generateKeyPairSync("rsa", pkcs1).privateKey);
    expect(await desk.run(["inspect", "pkcs1"])).toMatchObject({ code: 2, output: "" });
    await writeFile(desk.path("pins"), "# countersign known servers 1\ntcp a%1B]0;owned%07 Countersign_1_x AAAA\n");
    expect((await desk.run(["inspect", "pins"])).output).not.toContain("\u001b");
    expect(await desk.run(["inspect", "gone"])).toMatchObject({ code: 2, errors: expect.stringContaining("ENOENT") });
  });
});
