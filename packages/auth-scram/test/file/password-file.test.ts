import { chmod, readdir, readFile, rename, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { passwordFile } from "../../src/file/index.ts";
import { password, passwords } from "../../src/index.ts";
import { meet } from "../attempt.ts";
import { refused, usageError } from "../failure.ts";
import { verifiers } from "../users.ts";
import { freshFile } from "./folder.ts";

const verifier = verifiers.get("alice") as string;
const another = verifiers.get("bob") as string;
const few = { iterations: 4_096 };
const unusable = usageError("ERR_COUNTERSIGN_PASSWORD_FILE");

describe("a password file", () => {
  it("logs users in, with their attributes", async () => {
    const users = passwordFile(await freshFile(), few);
    await users.set("alice", "correct horse", { role: "admin" });
    await users.set("bob", "battery staple");
    const server = passwords(users);
    const met = await meet(password("alice", "correct horse"), server);
    expect(met.server.peer).toEqual({ name: "alice", mechanism: "scram-sha-256", attributes: { role: "admin" } });
    await expect(meet(password("bob", "correct horse"), server)).rejects.toEqual(refused);
    await expect(meet(password("carol", "correct horse"), server)).rejects.toEqual(refused);
  });

  it("is for its owner alone, and leaves nothing beside it", async () => {
    const path = await freshFile();
    await passwordFile(path).set("alice", verifier);
    await chmod(path, 0o644);
    await passwordFile(path).set("bob", verifier);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(path))).toEqual(["users.txt"]);
  });

  it.each(["a:b", "a b", "%41", "#1", "a%", "{", '"', "zo\u00eb", "🔑", "__proto__", "a\\b", "=,=", " "])(
    "holds the name %j",
    async (name) => {
      const path = await freshFile();
      await passwordFile(path).set(name, verifier);
      const users = passwordFile(path);
      expect(await users.list()).toEqual([name]);
      expect(await users.find(name)).toEqual({ verifier });
      expect(await users.remove(name)).toBe(true);
      expect(await users.list()).toEqual([]);
    },
  );

  it.each(["a\nb", "", "\0", "x".repeat(256)])("refuses the name %j", async (name) => {
    const users = passwordFile(await freshFile());
    await expect(users.set(name, verifier)).rejects.toEqual(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
  });

  it("has one line for all spellings of a name", async () => {
    const users = passwordFile(await freshFile());
    await users.set("zo\u00eb", verifier);
    await users.set("zoe\u0308", another);
    expect(await users.list()).toEqual(["zo\u00eb"]);
    expect(await users.find("zoe\u0308")).toEqual({ verifier: another });
  });

  it("keeps a user's attributes when only the password is set", async () => {
    const users = passwordFile(await freshFile());
    const attributes = { role: 'a "b" \n {c}', empty: "" };
    await users.set("alice", verifier, attributes);
    await users.set("alice", another);
    expect(await users.find("alice")).toEqual({ verifier: another, attributes });
    await users.set("alice", another, {});
    expect(await users.find("alice")).toEqual({ verifier: another });
  });

  it("takes a verifier for what it is, and refuses one that is broken", async () => {
    const users = passwordFile(await freshFile());
    for (const broken of ["SCRAM-SHA-256$", verifier.replace("$4096", "$4095")]) {
      await expect(users.set("alice", broken)).rejects.toEqual(usageError("ERR_COUNTERSIGN_VERIFIER"));
    }
    for (const missing of [undefined, ""]) {
      await expect(users.set("alice", missing)).rejects.toEqual(usageError("ERR_COUNTERSIGN_NO_KEY"));
    }
  });

  it("keeps comments, empty lines, order and other line ends", async () => {
    const path = await freshFile();
    const before = `# the staff\r\n\nbob:${verifier}\r\n#\n`;
    await writeFile(path, before);
    const users = passwordFile(path, few);
    await users.set("alice", verifier);
    await users.remove("alice");
    expect((await readFile(path, "utf8")).replace(/^:.*\n/, "")).toBe(before);
  });

  it("sees what others change, in whatever way", async () => {
    const path = await freshFile();
    const users = passwordFile(path);
    await users.set("alice", verifier);
    expect(await users.find("alice")).toEqual({ verifier });
    await passwordFile(path).set("alice", another);
    expect(await users.find("alice")).toEqual({ verifier: another });
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(another, verifier)); // in place: the same size, at the same moment perhaps
    expect(await users.find("alice")).toEqual({ verifier });
    await writeFile(`${path}.edited`, text.replace("alice", "bobby"));
    await rename(`${path}.edited`, path);
    expect(await users.list()).toEqual(["bobby"]);
  });

  it("sees a change of an old file whose time was put back", async () => {
    const path = await freshFile();
    const users = passwordFile(path);
    await users.set("alice", verifier);
    const old = new Date("2020-01-01");
    await utimes(path, old, old);
    expect(await users.find("alice")).toEqual({ verifier });
    await writeFile(path, (await readFile(path, "utf8")).replace(verifier, another));
    await utimes(path, old, old);
    expect(await users.find("alice")).toEqual({ verifier: another });
  });

  it("is changed where a link points", async () => {
    const path = await freshFile();
    const link = join(dirname(path), "link.txt");
    await passwordFile(path).set("alice", verifier);
    await symlink(path, link);
    await passwordFile(link).set("bob", verifier);
    expect(await passwordFile(path).list()).toEqual(["alice", "bob"]);
  });
});

// spec: A-27
describe("what a password file answers to unknown names", () => {
  it("stays the same after a restart, and when users come and go", async () => {
    const path = await freshFile();
    await passwordFile(path, few).set("alice", verifier);
    const decoys = await passwordFile(path).decoys();
    await passwordFile(path).set("bob", verifier);
    await passwordFile(path).remove("alice");
    expect(await passwordFile(path).decoys()).toEqual(decoys);
    expect(decoys.secret).toHaveLength(32);
  });

  it("is put into a file that was made by hand", async () => {
    const path = await freshFile();
    await writeFile(path, `alice:${verifier}\n`);
    const decoys = await passwordFile(path).decoys();
    expect(await passwordFile(path).decoys()).toEqual(decoys);
    expect(await passwordFile(path).list()).toEqual(["alice"]);
  });

  it("has the count of its newest verifiers", async () => {
    const path = await freshFile();
    await passwordFile(path, few).set("alice", "secret");
    expect((await passwordFile(path).decoys()).iterations).toBe(4_096);
    await passwordFile(path).set("bob", "secret");
    expect((await passwordFile(path).find("bob"))?.verifier).toMatch(/^SCRAM-SHA-256\$4096:/);
    const { secret } = await passwordFile(path).decoys();
    await passwordFile(path, { iterations: 5_000 }).set("alice", "secret");
    expect(await passwordFile(path).decoys()).toEqual({ secret, iterations: 5_000 });
  });
});

describe("a password file that cannot be used", () => {
  it("is missing", async () => {
    const users = passwordFile(await freshFile());
    for (const use of [() => users.find("alice"), () => users.list(), () => users.decoys()]) {
      await expect(use()).rejects.toEqual(unusable);
    }
    expect(await users.remove("alice")).toBe(false);
  });

  it("is in a folder that is missing", async () => {
    const users = passwordFile(join(await freshFile(), "users.txt"));
    await expect(users.set("alice", verifier)).rejects.toEqual(unusable);
  });

  it.each([
    ["a password", "alice:correct horse"],
    ["no verifier", "alice"],
    ["a verifier with too few iterations", `alice:${verifier.replace("$4096", "$1000")}`],
    ["half a verifier", `alice:${verifier.slice(0, 60)}`],
    ["a name that is none", `a%0Ab:${verifier}`],
    ["an escape that is none", `a%zz:${verifier}`],
    ["a name that is there already", `bo%62:${verifier}`],
    ["a name that is there in another spelling", `b\u00adob:${verifier}`],
    ["attributes that are none", `alice:${verifier} {"role":7}`],
    ["attributes that are no object", `alice:${verifier} ["a"]`],
    ["attributes that are cut off", `alice:${verifier} {"role":"ad`],
    ["a decoy secret that is too short", ":SCRAM-SHA-256$4096:QSXCRw=="],
  ])("says in which line it has %s, and nothing of what is there", async (_what, line) => {
    const path = await freshFile();
    await writeFile(path, `# users\nbob:${verifier}\n\n${line}\n`);
    const users = passwordFile(path);
    for (const use of [() => users.find("bob"), () => users.list(), () => users.set("carol", verifier)]) {
      await expect(use()).rejects.toMatchObject({
        code: "ERR_COUNTERSIGN_PASSWORD_FILE",
        message: expect.stringContaining(`${path} is wrong in line 4: `),
      });
      await expect(use()).rejects.toMatchObject({ message: expect.not.stringContaining("correct horse") });
    }
    expect(await readFile(path, "utf8")).toContain(line);
  });

  it("is not UTF-8", async () => {
    const path = await freshFile();
    await writeFile(path, Buffer.from([0xff, 0xfe]));
    await expect(passwordFile(path).list()).rejects.toEqual(unusable);
  });

  it("is none: a path that is empty, options that there are not", () => {
    const invalid = usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT");
    expect(() => passwordFile("")).toThrow(invalid);
    expect(() => passwordFile("users", { mode: 0o644 } as object)).toThrow(invalid);
    expect(() => passwordFile("users", { iterations: 1_000 })).toThrow(invalid);
  });
});

it("refuses attributes that are not texts", async () => {
  const users = passwordFile(await freshFile());
  for (const attributes of [{ age: 7 }, ["a"], "admin", null]) {
    await expect(users.set("alice", verifier, attributes as never)).rejects.toEqual(
      usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"),
    );
  }
});
