import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { addressOf, Desk } from "./fixtures/countersign.ts";

const password = "correct horse battery staple";

async function furnished(cipher = "sealed-box"): Promise<Desk> {
  const desk = await Desk.open();
  await desk.run(["keygen", "--cipher", cipher]);
  await desk.run(["user", "add", "alice", "--password-file", "-"], `${password}\n`);
  const shared = (await desk.run(["secret"])).output.trim();
  await writeFile(desk.path("shared"), `${shared}\n`);
  await writeFile(desk.path("shared-keys"), `# name:key\ncarol:${shared}\n`);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "bob", "-f", desk.path("id")]);
  return desk;
}

const everyone = ["--users", "users", "--authorized-keys", "id.pub", "--shared-keys", "shared-keys", "--anyone"];
const mechanisms: Readonly<Record<string, readonly string[]>> = {
  password: ["--name", "alice", "--password"],
  "private key": ["--name", "bob", "--private-key", "id"],
  "shared key": ["--name", "carol", "--shared-key-file", "shared"],
  "no name": ["--anonymous"],
};

describe.each(["tcp", "udp"])("countersign over %s", (transport) => {
  it.each(["hybrid", "sealed-box"])("pipes both ways, whole, with %s", async (cipher) => {
    await using desk = await furnished(cipher);
    const common = ["--transport", transport, "--cipher", cipher];
    const server = desk.start(["serve", ...common, "--anyone"]);
    const address = await addressOf(server);
    server.stderr.resume();
    const [letter, answer] = [randomBytes(1_000_000), randomBytes(700_000)];
    const received = buffer(server.stdout);
    server.stdin.end(answer);
    const client = desk.start(["connect", address, ...common, "--server", "server.pub.pem", "--anonymous"]);
    const answered = buffer(client.stdout);
    client.stdin.end(letter);
    const codes = await Promise.all([once(client, "close"), once(server, "close")]);
    expect(codes.map(([code]) => code)).toEqual([0, 0]);
    expect([digest(await received), digest(await answered)]).toEqual([digest(letter), digest(answer)]);
  });

  it("knows clients by each mechanism, and says whom", async () => {
    await using desk = await furnished();
    const common = ["--transport", transport, "--cipher", "sealed-box"];
    const server = desk.start(["serve", ...common, ...everyone, "--echo"]);
    const address = await addressOf(server);
    const said = text(server.stderr);
    for (const [mechanism, proof] of Object.entries(mechanisms)) {
      const args = ["connect", address, ...common, "--server", "server.pub.pem", ...proof];
      const outcome = await desk.run(args, `by ${mechanism}\n`, { COUNTERSIGN_PASSWORD: password });
      expect(outcome).toEqual({ code: 0, output: `by ${mechanism}\n`, errors: "" });
    }
    const wrong = ["connect", address, ...common, "--server", "server.pub.pem", ...(mechanisms.password ?? [])];
    const refused = await desk.run(wrong, "", { COUNTERSIGN_PASSWORD: "incorrect horse" });
    expect(refused).toMatchObject({
      code: 1,
      output: "",
      errors: expect.stringContaining("ERR_COUNTERSIGN_AUTHENTICATION"),
    });
    server.kill("SIGTERM");
    expect((await once(server, "close"))[0]).toBe(143);
    for (const name of ['"alice"', '"bob"', '"carol"', "somebody"]) expect(await said).toContain(`${name} connected`);
    expect(await said).not.toContain(password);
  });
});

describe("a pipe", () => {
  it("waits for an answer that takes longer than a close may", async () => {
    await using desk = await furnished();
    const common = ["--cipher", "sealed-box"];
    const server = desk.start(["serve", ...common, "--anyone"]);
    const address = await addressOf(server);
    server.stderr.resume();
    const client = desk.start(["connect", address, ...common, "--server", "server.pub.pem", "--anonymous"]);
    const answered = text(client.stdout);
    client.stdin.end("question");
    expect(String((await once(server.stdout, "data"))[0])).toBe("question");
    await delay(5_500);
    server.stdin.end("a late answer");
    const codes = await Promise.all([once(client, "close"), once(server, "close")]);
    expect([await answered, ...codes.map(([code]) => code)]).toEqual(["a late answer", 0, 0]);
  });

  it("that is interrupted is no whole to who receives it", async () => {
    await using desk = await furnished();
    const common = ["--cipher", "sealed-box"];
    const server = desk.start(["serve", ...common, "--anyone"]);
    const address = await addressOf(server);
    const errors = text(server.stderr);
    server.stdin.end();
    const client = desk.start(["connect", address, ...common, "--server", "server.pub.pem", "--anonymous"]);
    client.stdin.write("the first half");
    await once(server.stdout, "data");
    client.kill("SIGTERM");
    const codes = await Promise.all([once(client, "close"), once(server, "close")]);
    expect(codes.map(([code]) => code)).toEqual([143, 1]);
    expect(await errors).toContain("ERR_COUNTERSIGN_PEER_ABORTED");
  });
});

describe("countersign connect", () => {
  it("pins a key whose fingerprint it was told, keeps to it, and takes no other", async () => {
    await using desk = await furnished();
    const cipher = ["--cipher", "sealed-box"];
    const server = desk.start(["serve", ...cipher, "--anyone", "--echo"]);
    const address = await addressOf(server);
    server.stderr.resume();
    const connect = (...more: string[]) => desk.run(["connect", address, ...cipher, "--anonymous", ...more], "hello");
    expect(await connect()).toMatchObject({
      code: 2,
      errors: expect.stringContaining("ERR_COUNTERSIGN_UNKNOWN_SERVER"),
    });
    const other = (await desk.run(["keygen", "other.key.pem", ...cipher])).output.trim();
    expect(await connect("--fingerprint", other)).toMatchObject({
      code: 1,
      errors: expect.stringContaining("confirmed"),
    });
    const right = (await desk.run(["fingerprint", "server.pub.pem"])).output.trim();
    expect(await connect("--fingerprint", right)).toEqual({ code: 0, output: "hello", errors: "" });
    expect(await connect()).toEqual({ code: 0, output: "hello", errors: "" });
    expect((await desk.run(["inspect", ".countersign/known-servers"])).output).toContain(right);
    server.kill("SIGTERM");
    await once(server, "close");
    const impostor = desk.start(["serve", address, ...cipher, "--key", "other.key.pem", "--anyone", "--echo"]);
    await addressOf(impostor);
    impostor.stderr.resume();
    const named = await connect("--fingerprint", other);
    expect(named).toMatchObject({ code: 2, errors: expect.stringContaining("than that of --fingerprint") });
    const changed = await connect();
    expect(changed).toMatchObject({
      code: 1,
      output: "",
      errors: expect.stringContaining("ERR_COUNTERSIGN_SERVER_KEY"),
    });
    expect(changed.errors).toContain("known-servers");
  });

  it.each([
    [["connect"], "missing required argument"],
    [["connect", "127.0.0.1:1"], "in one way"],
    [["connect", "127.0.0.1:1", "--anonymous", "--password", "--name", "a"], "in one way"],
    [["connect", "127.0.0.1:1", "--password"], "--name is missing"],
    [["connect", "127.0.0.1:1", "--name", "a", "--password-file", "gone"], "gone does not exist"],
    [["connect", "127.0.0.1:1", "--anonymous", "--cipher", "rot13"], "Allowed choices"],
    [
      ["connect", "nonsense", "--anonymous", "--server", "server.pub.pem", "--cipher", "sealed-box"],
      "ERR_COUNTERSIGN_INVALID_ADDRESS",
    ],
    [["serve"], "who is admitted"],
    [["serve", "--users", "gone"], "gone"],
    [["frobnicate"], "unknown command"],
  ])("%j is refused with what is wrong, before anything is sent", async (args, words) => {
    await using desk = await Desk.open();
    if (args.includes("--server")) await desk.run(["keygen", "--cipher", "sealed-box"]);
    const { code, output, errors } = await desk.run(args);
    expect([code, output, errors]).toEqual([2, "", expect.stringContaining(words)]);
  });

  it("fails with 1 where nobody listens", async () => {
    await using desk = await furnished();
    const args = ["connect", "127.0.0.1:1", "--cipher", "sealed-box", "--anonymous", "--server", "server.pub.pem"];
    expect(await desk.run(args)).toMatchObject({ code: 1, errors: expect.stringContaining("ERR_COUNTERSIGN_CONNECT") });
  });
});

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
