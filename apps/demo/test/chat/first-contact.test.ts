import { access, copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sealedBox } from "@countersign/cipher-sealedbox";
import { fingerprint } from "@countersign/core";
import { fingerprintWords, knownServers } from "@countersign/known-servers";
import { tcp } from "@countersign/transport-tcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Chat } from "./fixtures/chat.ts";
import { hasTmux, program, RealTerminal } from "./fixtures/real-terminal.ts";

let chat: Chat;
/** The folder of a client on another machine. */
let away: string;
beforeEach(async () => {
  chat = await Chat.start(["alice"]);
  away = join(chat.folder, "away");
  await mkdir(join(away, "keys"), { recursive: true, mode: 0o700 });
  await copyFile(join(chat.folder, "keys", "alice.key"), join(away, "keys", "alice.key"));
});
afterEach(() => chat.stop());

const elsewhere = () => chat.join("alice", { flags: ["--folder", away] });

async function pin(generate: boolean): Promise<void> {
  const cipher = await sealedBox();
  const { publicKey } = generate
    ? await cipher.generateIdentity()
    : { publicKey: await cipher.loadPublicKey(join(chat.folder, "sealed-box.pub.pem")) };
  const pins = knownServers(join(away, "known-servers"), { confirm: () => false });
  await pins.add({ transport: tcp(), address: chat.address, cipher }, publicKey);
}

describe("pnpm demo chat join without the server's public key", () => {
  it("joins nothing where nobody can be asked, and remembers nothing", async () => {
    const alice = elsewhere();
    expect(await alice.end()).toBe(2);
    expect(alice.errors).toContain(`The server at ${chat.address} is not known, and nobody was there`);
    await expect(access(join(away, "known-servers"))).rejects.toThrow();
    expect(chat.server.output).not.toContain("alice joined");
  });

  it("asks nobody about a server that is known", async () => {
    await pin(false);
    await elsewhere().sees(/You have joined/);
  });

  it("refuses a server whose key is another one, loudly, and keeps the pin", async () => {
    await pin(true);
    const pins = await readFile(join(away, "known-servers"), "utf8");
    const alice = elsewhere();
    expect(await alice.end()).toBe(1);
    expect(alice.errors).toMatch(/^\*+\n\*{3} {2}THE SERVER'S KEY IS NOT THE ONE THAT IS EXPECTED/);
    expect(alice.errors).toContain("(ERR_COUNTERSIGN_SERVER_KEY)");
    expect(alice.errors).toContain(`${join(away, "known-servers")}`);
    expect(await readFile(join(away, "known-servers"), "utf8")).toBe(pins);
  });

  it("shows its fingerprint where the server runs", async () => {
    const key = await (await sealedBox()).loadPublicKey(join(chat.folder, "sealed-box.pub.pem"));
    expect(chat.server.output).toContain(fingerprint(key));
    expect(chat.server.output).toContain(fingerprintWords(key));
  });
});

describe.skipIf(!hasTmux)(`at a terminal${hasTmux ? "" : ", which needs tmux: apt-get install tmux"}`, () => {
  const command = (more = "") =>
    `${process.execPath} ${program} chat join alice --address ${chat.address} --cipher sealed-box --folder ${away} ${more}`;

  it("asks once, remembers, and leaves the terminal clean", async () => {
    await using terminal = await RealTerminal.open();
    await terminal.types(command());
    const shown = await terminal.sees(/SHA256:\S+/);
    expect(chat.server.output).toContain(shown[0]);
    await terminal.sees(/\(yes\/no\)/);
    await terminal.types("yes");
    await terminal.sees(/You have joined/);
    await terminal.presses("C-c");
    await terminal.sees(/You have left[\s\S]*ready\$/);
    await terminal.types("stty -a");
    await terminal.sees(/ icanon[\s\S]* echo [\s\S]*ready\$/);
    await terminal.types(command());
    await terminal.sees(/You have joined/);
    expect((await terminal.screen()).match(/yes\/no/g)).toHaveLength(1);
  });

  it("tells nothing to a server that was not confirmed", async () => {
    await using terminal = await RealTerminal.open();
    await terminal.types(command());
    await terminal.sees(/\(yes\/no\)/);
    await terminal.types("no");
    await terminal.sees(/was not confirmed[\s\S]*ready\$/);
    await expect(access(join(away, "known-servers"))).rejects.toThrow();
    expect(chat.server.output).not.toContain("alice joined");
  });

  it("asks for a password without showing it", async () => {
    await using terminal = await RealTerminal.open();
    await terminal.types(`${process.execPath} ${program} chat add bob --password --folder ${chat.folder}`);
    for (const question of [/Password of bob/, /Again:/]) {
      await terminal.sees(question);
      await terminal.types("correct horse");
    }
    await terminal.sees(/bob may join[\s\S]*ready\$/);
    await terminal.types(command("--password").replace("alice", "bob").replace(away, chat.folder));
    await terminal.sees(/Password of bob/);
    await terminal.types("correct horse");
    await terminal.sees(/You have joined/);
    expect(await terminal.screen()).not.toContain("correct");
  });
});
