import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { addressOf, Desk } from "./fixtures/countersign.ts";

describe("countersign keygen", () => {
  it.each([
    ["hybrid", ["--bits", "2048"], "rsa"],
    ["sealed-box", [], "X25519"],
  ])("makes a key pair for %s that openssl reads, and prints the fingerprint", async (cipher, more, kind) => {
    await using desk = await Desk.open();
    const { code, output } = await desk.run(["keygen", "server.key.pem", "--cipher", cipher, ...more]);
    expect(code).toBe(0);
    const [key, pub] = [desk.path("server.key.pem"), desk.path("server.pub.pem")];
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    const shown = execFileSync("openssl", ["pkey", "-in", key, "-text", "-noout"], { encoding: "utf8" });
    expect(shown.toLowerCase()).toContain(kind === "rsa" ? "2048 bit" : "x25519");
    const der = execFileSync("openssl", ["pkey", "-pubin", "-in", pub, "-outform", "DER"]);
    const expected = `SHA256:${createHash("sha256").update(der).digest("base64").replace("=", "")}`;
    expect(output).toBe(`${expected}\n`);
    for (const file of [key, pub]) {
      expect(await desk.run(["fingerprint", file])).toEqual({ code: 0, output: `${expected}\n`, errors: "" });
    }
  });

  it("replaces no file", async () => {
    await using desk = await Desk.open();
    await writeFile(desk.path("server.key.pem"), "precious");
    const { code, errors } = await desk.run(["keygen", "--cipher", "sealed-box"]);
    expect([code, errors]).toEqual([2, expect.stringContaining("exists already")]);
    expect(await readFile(desk.path("server.key.pem"), "utf8")).toBe("precious");
  });

  it("encrypts the key with a passphrase from the environment", async () => {
    await using desk = await Desk.open();
    const env = { COUNTERSIGN_PASSPHRASE: "a long passphrase" };
    expect((await desk.run(["keygen", "k.pem", "--cipher", "sealed-box", "--encrypt"], "", env)).code).toBe(0);
    expect(await readFile(desk.path("k.pem"), "utf8")).toContain("BEGIN ENCRYPTED PRIVATE KEY");
    expect((await desk.run(["fingerprint", "k.pem"], "", env)).code).toBe(0);
    const serving = desk.start(["serve", "--key", "k.pem", "--cipher", "sealed-box", "--anyone"], env);
    expect(await addressOf(serving)).toMatch(/^127/);
    const wrong = await desk.run(["fingerprint", "k.pem"], "", { COUNTERSIGN_PASSPHRASE: "another" });
    expect(wrong).toMatchObject({ code: 2, errors: expect.stringContaining("does not open with this passphrase") });
  });
});

describe("countersign secret", () => {
  it("prints another shared key each time", async () => {
    await using desk = await Desk.open();
    const [one, other] = [await desk.run(["secret"]), await desk.run(["secret"])];
    for (const { code, output } of [one, other])
      expect([code, output]).toEqual([0, expect.stringMatching(/^[\w-]{43}\n$/)]);
    expect(one.output).not.toBe(other.output);
  });
});
