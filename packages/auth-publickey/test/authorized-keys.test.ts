import { rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { parseExpiryTime } from "../src/authorized-keys/expiry-time.ts";
import { authorizedKeys, publicKeys, type SkippedLine, signature } from "../src/index.ts";
import { alice, bob, keyPair, sshLine } from "./fixtures/alice.ts";
import { claimOf, hear, newContext } from "./fixtures/attempt.ts";
import { keyFolder } from "./fixtures/programs.ts";
import { usageError } from "./fixtures/refused.ts";

const folder = keyFolder();

describe("an authorized_keys file", () => {
  // spec: A-35
  it("knows clients by the comments of their lines", async () => {
    const lookUp = await authorizedKeys(
      await write(`# ${alice.line} nobody

  ${alice.line}   alice smith \r
ssh-ed25519\t${bob.line.split(" ")[1]}\tbob@home
expiry-time="29991231Z" ${keyPair().line} carol
# the end`),
    );
    expect(await lookUp("alice smith")).toBe(alice.line);
    expect(await lookUp("bob@home")).toBe(bob.line);
    expect(await lookUp("carol")).toContain("ssh-ed25519 ");
    for (const name of ["nobody", "alice", "", "bob", "toString"]) expect(await lookUp(name)).toBeUndefined();
  });

  // spec: A-35
  it("skips keys of other types, whatever stands before them, and lets it be seen", async () => {
    const skipped: SkippedLine[] = [];
    const lookUp = await authorizedKeys(
      await write(`ssh-rsa AAAAB3NzaC1yc2E= alice
from="10.0.0.1" ecdsa-sha2-nistp256 AAAA alice
sk-ssh-ed25519@openssh.com AAAA alice
${alice.line} alice
ssh-ed25519-cert-v01@openssh.com AAAA alice`),
      { onSkipped: (line) => skipped.push(line) },
    );
    expect(await lookUp("alice")).toBe(alice.line);
    expect(skipped.slice(0, 4)).toEqual([
      { line: 1, keyType: "ssh-rsa" },
      { line: 2, keyType: "ecdsa-sha2-nistp256" },
      { line: 3, keyType: "sk-ssh-ed25519@openssh.com" },
      { line: 5, keyType: "ssh-ed25519-cert-v01@openssh.com" },
    ]);
  });

  // spec: A-35
  it.each([
    ["no name", alice.line, "no comment"],
    ["a name that is taken", `${bob.line} bob\n${alice.line} bob`, "line 3 has the same name as line 2"],
    ["a name that is too long", `${alice.line} ${"x".repeat(256)}`, "255 bytes"],
    ["a name with control characters", `${alice.line} al\x1b[2Jice`, "control characters"],
    ["a command", `command="uptime" ${alice.line} alice`, "another option"],
    ["an address", `from="10.0.0.0/8" ${alice.line} alice`, "another option"],
    ["a restriction without a value", `restrict ${alice.line} alice`, "another option"],
    ["a restriction in capitals", `NO-PTY ${alice.line} alice`, "another option"],
    ["an authority's key", `cert-authority ${alice.line} alice`, "another option"],
    ["an option that nobody knows", `moon-phase="full" ${alice.line} alice`, "another option"],
    ["a restriction behind an expiry", `expiry-time="29991231",restrict ${alice.line} alice`, "another option"],
    ["two expiries", `expiry-time="29991231",expiry-time="29991230" ${alice.line} alice`, "another option"],
    ["a quoted key", `command="${alice.line} x" ssh-ed25519 AAAA alice`, "line 2 has a key that is none"],
    ["an expiry that is none", `expiry-time="tomorrow" ${alice.line} alice`, "YYYYMMDD"],
    ["an expiry without a value", `expiry-time ${alice.line} alice`, "YYYYMMDD"],
    ["an option without an end", `command="uptime ${alice.line} alice`, "no line that sshd"],
    ["a key alone", alice.line.split(" ")[1], "no line that sshd"],
    ["a key of small order", `${sshLine(Buffer.alloc(32))} mallory`, "small order"],
    ["a key that is cut off", `${alice.line.slice(0, -4)} alice`, "base64"],
  ])("is refused for %s, by its line", async (_what, text, message) => {
    const error = await authorizedKeys(await write(`# the first line\n${text}\n`)).catch((error) => error);
    expect(error).toEqual(usageError("KEY_FILE", message));
    expect(error.message).toMatch(/line [23] /);
  });

  it("is refused when it is no text, or not there", async () => {
    const file = await write(Buffer.concat([Buffer.from(`${alice.line} al`), Uint8Array.of(0xff)]));
    await expect(authorizedKeys(file)).rejects.toEqual(usageError("KEY_FILE", "UTF-8"));
    await expect(authorizedKeys(join(folder, "no.where"))).rejects.toEqual(usageError("KEY_FILE", "ENOENT"));
    await expect(authorizedKeys(folder)).rejects.toEqual(usageError("KEY_FILE", "EISDIR"));
    await expect(authorizedKeys(undefined as never)).rejects.toEqual(usageError("KEY_FILE", "missing"));
  });
});

describe("a line with an expiry-time", () => {
  // spec: A-35
  it("admits its client before, and nobody from then on", async () => {
    const file = await write(`expiry-time="20300615120000Z" ${alice.line} alice\n`);
    const lookUp = await authorizedKeys(file);
    const expires = Date.UTC(2030, 5, 15, 12);
    try {
      for (const [now, found] of [
        [expires - 1, alice.line],
        [expires, undefined],
        [expires + 1e9, undefined],
      ] as const) {
        vi.spyOn(Date, "now").mockReturnValue(now);
        expect(await lookUp("alice")).toBe(found);
      }
    } finally {
      vi.restoreAllMocks();
    }
  });

  it.each([
    ["20300615Z", Date.UTC(2030, 5, 15)],
    ["203006151230Z", Date.UTC(2030, 5, 15, 12, 30)],
    ["20300615123045Z", Date.UTC(2030, 5, 15, 12, 30, 45)],
    ["20280229Z", Date.UTC(2028, 1, 29)],
    ["20300615", new Date(2030, 5, 15).getTime()],
    ["20300615123045", new Date(2030, 5, 15, 12, 30, 45).getTime()],
  ])("reads %s", (text, time) => {
    expect(parseExpiryTime(text)).toBe(time);
  });

  it.each([
    ...["", "2030", "20300230Z", "20301301", "20300615T12", "203006152400", "20300615126000", "20300615123060"],
    ...["00000101Z", "20300615z", " 20300615", "20300615Z ", "0x20300615", "2030061512"],
  ])("does not read %j", (text) => {
    expect(parseExpiryTime(text)).toBeUndefined();
  });
});

describe("an authorized_keys file that changes", () => {
  const both = `${alice.line} alice\n${bob.line} bob\n`;

  // spec: A-36
  it.each([
    ["a new file in its place", async (file: string, text: string) => replace(file, text)],
    ["the same file, written anew", async (file: string, text: string) => writeFile(file, text)],
  ])("lets nobody in whose line is gone: %s", async (_how, change) => {
    const file = await write(both);
    const server = publicKeys(await authorizedKeys(file));
    expect(await admits(server)).toBe(true);
    await change(file, `${bob.line} bob\n`);
    expect(await admits(server)).toBe(false);
    await change(file, both);
    expect(await admits(server)).toBe(true);
  });

  // spec: A-36
  it("is seen to change at once, though its size and time are the same", async () => {
    const [one, other] = [`${alice.line} alice\n`, `${bob.line} alice\n`];
    const file = await write(one);
    const lookUp = await authorizedKeys(file);
    for (let times = 0; times < 50; times++) {
      const [text, key] = times % 2 ? [one, alice.line] : [other, bob.line];
      await writeFile(file, text);
      await utimes(file, 1_000_000_000, 1_000_000_000);
      expect(await lookUp("alice")).toBe(key);
    }
  });

  // spec: A-36
  it("admits nobody while it is refused or gone, and again when it is mended", async () => {
    const file = await write(both);
    const lookUp = await authorizedKeys(file);
    const server = publicKeys(lookUp);
    await replace(file, `command="uptime" ${both}`);
    await expect(lookUp("bob")).rejects.toEqual(usageError("KEY_FILE", "line 1"));
    expect(await admits(server)).toBe(false);
    await rm(file);
    await expect(lookUp("bob")).rejects.toEqual(usageError("KEY_FILE"));
    expect(await admits(server)).toBe(false);
    await replace(file, both);
    expect(await admits(server)).toBe(true);
  });

  it("is read once while it stays the same", async () => {
    const file = await write(`ssh-rsa AAAA old\n${both}`);
    const now = Date.now();
    try {
      // Long after it was written: a change would show.
      vi.spyOn(Date, "now").mockReturnValue(now + 60_000);
      const onSkipped = vi.fn();
      const lookUp = await authorizedKeys(file, { onSkipped });
      for (let times = 0; times < 3; times++) expect(await lookUp("alice")).toBe(alice.line);
      expect(onSkipped).toHaveBeenCalledTimes(1);
      await replace(file, `ssh-rsa AAAA old\n${bob.line} bob\n`);
      expect(await lookUp("alice")).toBeUndefined();
      expect(onSkipped).toHaveBeenCalledTimes(2);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

async function admits(server: ReturnType<typeof publicKeys>): Promise<boolean> {
  const context = newContext("server");
  const claim = await claimOf(signature("alice", alice.privateKey), context);
  return hear(server, claim, context).then(
    () => true,
    () => false,
  );
}

let written = 0;

async function write(contents: string | Uint8Array): Promise<string> {
  const file = join(folder, `authorized_keys-of-clients-${written++}`);
  await writeFile(file, contents);
  return file;
}

async function replace(file: string, contents: string): Promise<void> {
  await writeFile(`${file}.new`, contents);
  await rename(`${file}.new`, file);
}
