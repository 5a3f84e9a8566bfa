import { chmod, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatPin, type Pin } from "../src/pin.ts";
import { PinsFile } from "../src/pins-file.ts";
import { firstLine } from "../src/pins-text.ts";
import { freshFile } from "./folder.ts";

const pin = (address: string): Pin => ({ transport: "tcp", address, suite: "suite", key: Buffer.from(address) });
const keyFileError = (words: string) =>
  expect.objectContaining({ code: "ERR_COUNTERSIGN_KEY_FILE", message: expect.stringContaining(words) });

async function add(file: PinsFile, ...addresses: string[]): Promise<void> {
  await file.update((lines) => [...lines.map(({ text }) => text), ...addresses.map((each) => formatPin(pin(each)))]);
}

async function addresses(file: PinsFile): Promise<string[]> {
  return (await file.read()).flatMap((line) => line.pin?.address ?? []);
}

// spec: I-24
describe("a file of pins", () => {
  it("does not exist before the first, and is for its owner alone then", async () => {
    const name = await freshFile();
    const file = new PinsFile(name);
    expect(await file.read()).toEqual([]);
    await add(file, "one:1");
    expect(await readFile(name, "utf8")).toBe(`${firstLine}\n${formatPin(pin("one:1"))}\n`);
    expect((await stat(name)).mode & 0o777).toBe(0o600);
    await add(file, "two:2");
    expect(await addresses(file)).toEqual(["one:1", "two:2"]);
    expect(await readdir(dirname(name))).toEqual(["known-servers"]);
  });

  it("keeps what it does not understand: comments, empty lines, and what later versions say", async () => {
    const name = await freshFile();
    const others = ["# home", "", "@revoked tcp one:1 suite AAAA", `${formatPin(pin("one:1"))} since May`];
    await writeFile(name, `${[firstLine, ...others].join("\n")}\n`, { mode: 0o600 });
    const file = new PinsFile(name);
    expect(await addresses(file)).toEqual(["one:1"]);
    await add(file, "two:2");
    expect((await readFile(name, "utf8")).split("\n").slice(1, 5)).toEqual(others);
  });

  it("is refused when any byte of it is damaged, with the line, and stays as it is", async () => {
    const name = await freshFile();
    const file = new PinsFile(name);
    await add(file, "one:1", "two:2");
    const whole = await readFile(name, "utf8");
    for (let at = 0; at < whole.length; at++) {
      const damaged = `${whole.slice(0, at)}\u0001${whole.slice(at + 1)}`;
      await writeFile(name, damaged);
      const line = at === whole.length - 1 ? "is cut off" : `line ${whole.slice(0, at).split("\n").length}`;
      await expect(file.read(), `byte ${at}`).rejects.toEqual(keyFileError(line));
      await expect(add(file, "three:3")).rejects.toEqual(keyFileError(line));
      expect(await readFile(name, "utf8")).toBe(damaged);
    }
  });

  it("is refused when it was cut off anywhere but behind a line, and when nothing is left", async () => {
    const name = await freshFile();
    const file = new PinsFile(name);
    await add(file, "one:1", "two:2");
    const whole = await readFile(name, "utf8");
    for (let bytes = whole.length - 1; bytes >= 0; bytes--) {
      await truncate(name, bytes);
      if (bytes > 0 && whole[bytes - 1] === "\n") continue;
      await expect(file.read(), `${bytes} bytes`).rejects.toEqual(
        keyFileError(bytes === 0 ? "is empty" : "is cut off"),
      );
    }
    await expect(add(file, "three:3")).rejects.toEqual(keyFileError("is empty"));
    expect(await readFile(name, "utf8")).toBe("");
  });

  it("is refused when it is of a later version, or something else", async () => {
    const name = await freshFile();
    for (const [text, words] of [
      ["# countersign known servers 2\n", "later version"],
      ["192.0.2.7 ssh-ed25519 AAAA\n", "no list of known servers"],
      [`${formatPin(pin("one:1"))}\n`, "no list of known servers"],
    ] as const) {
      await writeFile(name, text, { mode: 0o600 });
      await expect(new PinsFile(name).read()).rejects.toEqual(keyFileError(words));
    }
  });

  it.skipIf(process.platform === "win32")("is refused when others may change it", async () => {
    const name = await freshFile();
    const file = new PinsFile(name);
    await add(file, "one:1");
    for (const mode of [0o620, 0o602, 0o666]) {
      await chmod(name, mode);
      await expect(file.read()).rejects.toEqual(keyFileError("chmod 600"));
      await expect(add(file, "two:2")).rejects.toEqual(keyFileError("chmod 600"));
    }
    await chmod(name, 0o644);
    expect(await addresses(file)).toEqual(["one:1"]);
  });

  it("says what the system says where it cannot be read or written", async () => {
    const name = await freshFile();
    await mkdir(name);
    await expect(new PinsFile(name).read()).rejects.toEqual(keyFileError("EISDIR"));
    await expect(add(new PinsFile(join(dirname(name), "nowhere", "file")), "one:1")).rejects.toEqual(
      keyFileError("ENOENT"),
    );
  });

  it("is written behind a link, which stays one", async () => {
    const name = await freshFile();
    const target = join(dirname(name), "target");
    await add(new PinsFile(target), "one:1");
    await symlink(target, name);
    await add(new PinsFile(name), "two:2");
    expect(await addresses(new PinsFile(target))).toEqual(["one:1", "two:2"]);
  });

  it("loses nothing when many write at once, and is whole for who reads meanwhile", async () => {
    const name = await freshFile();
    const all = Array.from({ length: 40 }, (_, index) => `server-${index}:7000`);
    let writing = true;
    const reading = (async () => {
      while (writing) await new PinsFile(name).read();
    })();
    await Promise.all(all.map((address) => add(new PinsFile(name), address)));
    writing = false;
    await reading;
    expect((await addresses(new PinsFile(name))).sort()).toEqual([...all].sort());
    expect(await readdir(dirname(name))).toEqual(["known-servers"]);
  });

  it("is left alone, and its lock too, when somebody else's lock stays", { timeout: 20_000 }, async () => {
    const name = await freshFile();
    const file = new PinsFile(name);
    await add(file, "one:1");
    await writeFile(`${name}.lock`, "");
    await expect(add(file, "two:2")).rejects.toEqual(keyFileError(`remove ${name}.lock`));
    expect((await readdir(dirname(name))).sort()).toEqual(["known-servers", "known-servers.lock"]);
    expect(await addresses(file)).toEqual(["one:1"]);
    await rm(`${name}.lock`);
    await add(file, "two:2");
  });

  it("gives its lock back when the change fails", async () => {
    const name = await freshFile();
    const file = new PinsFile(name);
    const failing = file.update(() => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await readdir(dirname(name))).toEqual([]);
    await add(file, "one:1");
  });
});
