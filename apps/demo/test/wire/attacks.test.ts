import { describe, expect, it } from "vitest";
import type { Case } from "../../src/wire/protocol.ts";
import { Theatre } from "./fixtures/theatre.ts";

const directions = ["to server", "to client"] as const;
const receivers = { "to server": "server", "to client": "client" } as const;

const seenBy = ({ seen }: Case, where: string) => seen.filter((sight) => sight.where === where).map(({ text }) => text);

describe.each(directions)("over TCP, %s", (direction) => {
  const receiver = receivers[direction];

  it.each([
    ["tamper", "Pay 100 to Bob"],
    ["inject", undefined],
    ["replay", undefined],
  ])("%s ends the session, and nothing of it is delivered", async (tool, lost) => {
    await using theatre = await Theatre.open({ transport: "tcp" });
    const result = await theatre.attack(tool, direction);
    expect(result.verdict).toBe("session ended");
    expect(seenBy(result, receiver).join()).toContain("ERR_COUNTERSIGN_FORGED_PACKET");
    if (lost) expect(theatre.lines.filter(({ kind, text }) => kind === "heard" && text === lost)).toEqual([]);
  });

  it("nobody takes a sentence out of the middle", async () => {
    await using theatre = await Theatre.open({ transport: "tcp" });
    const result = await theatre.attack("drop", direction);
    expect(result.verdict).toBe("session ended");
    expect(seenBy(result, receiver).join()).toContain("ERR_COUNTERSIGN_FORGED_PACKET");
    expect(theatre.lines.filter(({ kind }) => kind === "heard")).toEqual([]);
  });
});

describe.each(directions)("over UDP, %s", (direction) => {
  const receiver = receivers[direction];

  it("a changed packet is counted, and what it said arrives as it was", async () => {
    await using theatre = await Theatre.open({ transport: "udp" });
    const result = await theatre.attack("tamper", direction);
    expect(result.verdict).toBe("held");
    expect(seenBy(result, receiver)).toContain("packetsForged 0 → 1");
    await theatre.sees(receiver, "Pay 100 to Bob");
  });

  it("a dropped packet is sent again", async () => {
    await using theatre = await Theatre.open({ transport: "udp" });
    expect((await theatre.attack("drop", direction)).verdict).toBe("held");
    await theatre.sees(receiver, "Do not pay Mallory");
    const heard = theatre.lines.filter(({ kind }) => kind === "heard").map(({ text }) => text);
    expect(heard).toEqual(["Do not pay Mallory", "Pay the others"]);
  });

  it("a replayed packet counts once", async () => {
    await using theatre = await Theatre.open({ transport: "udp" });
    const side = direction === "to server" ? "client" : "server";
    await theatre.order({ do: "say", side, text: "once" });
    await theatre.sees(receiver, "once");
    const result = await theatre.attack("replay", direction);
    expect(seenBy(result, receiver)).toContain("packetsReplayed 0 → 1");
    expect(theatre.lines.filter(({ kind }) => kind === "heard")).toHaveLength(1);
  });

  it("a made-up packet is counted", async () => {
    await using theatre = await Theatre.open({ transport: "udp" });
    const result = await theatre.attack("inject", direction);
    expect(result.verdict).toBe("held");
    expect(seenBy(result, receiver)).toContain("packetsForged 0 → 1");
  });

  it("nobody takes the session to another address", async () => {
    await using theatre = await Theatre.open({ transport: "udp" });
    const { clientAddress } = theatre.stage.snapshot().stand;
    const result = await theatre.attack("elsewhere", direction);
    expect(result.verdict).toBe("held");
    expect(seenBy(result, "server")).toContain(`still speaks to ${clientAddress}`);
    await theatre.sees(receiver, "Send everything to my new address");
    // The server challenges a new address; a client hears nobody but its server.
    expect(seenBy(result, "attacker").length > 0).toBe(direction === "to server");
  });
});

it("over UDP the client's address may change", async () => {
  await using theatre = await Theatre.open({ transport: "udp" });
  const before = theatre.stage.snapshot().stand.clientAddress;
  expect((await theatre.attack("move")).verdict).toBe("held");
  await theatre.sees("client", "I see you");
  const after = theatre.stage.snapshot().stand.clientAddress;
  expect(after).not.toBe(before);
  expect(after).toMatch(/^127\.0\.0\.1:\d+$/);
});

describe.each(["tcp", "udp"])("over %s", (transport) => {
  it("the whole conversation, replayed, says nothing", async () => {
    await using theatre = await Theatre.open({ transport });
    await theatre.order({ do: "say", side: "client", text: "once" });
    await theatre.sees("server", "once");
    const result = await theatre.attack("replay-all");
    expect(result.verdict).toBe("held");
    expect(seenBy(result, "attacker").join()).toMatch(/ACCEPT that the recording does not fit/);
    expect(theatre.lines.filter(({ kind }) => kind === "heard")).toHaveLength(1);
  });

  it.each(["shared-key", "password"])("nobody logs in without the %s", async (authentication) => {
    await using theatre = await Theatre.open({ transport, authentication });
    const result = await theatre.attack("wrong-client");
    expect(result.verdict).toBe("held");
    expect(seenBy(result, "attacker").join()).toContain("ERR_COUNTERSIGN_AUTHENTICATION");
  });

  it("nobody is the server without its private key", async () => {
    await using theatre = await Theatre.open({ transport });
    const result = await theatre.attack("wrong-server");
    expect(result.verdict).toBe("held");
    expect(seenBy(result, "client").join()).toContain("ERR_COUNTERSIGN_HANDSHAKE");
  });

  it("tools that make no sense say why", async () => {
    await using theatre = await Theatre.open({ transport, authentication: "none" });
    await expect(theatre.attack("wrong-client")).rejects.toThrow("Without authentication anyone may come in.");
    await expect(theatre.attack("dance")).rejects.toThrow("There is no such tool.");
  });
});

describe.each(["tcp", "udp"])("the server's key, stolen after a conversation over %s", (transport) => {
  it.each(["none", "shared-key", "password"])("opens HELLO and no message (%s)", async (authentication) => {
    await using theatre = await Theatre.open({ transport, authentication });
    await theatre.order({ do: "say", side: "client", text: "for the server's eyes" });
    await theatre.sees("server", "for the server's eyes");
    const result = await theatre.attack("stolen-key");
    expect(result.verdict).toBe("held");
    const attempts = seenBy(result, "attacker");
    expect(attempts[0]).toMatch(/HELLO opens: \d+ bytes/);
    for (const attempt of attempts.slice(1, -1)) expect(attempt).toMatch(/ACCEPT stays closed, and 0 of \d+ packets/);
    expect(attempts.length).toBeGreaterThan(4);
    // The same tools open everything with the one secret that both ends have overwritten: they do work.
    const [, opened, of] =
      /secret that is gone: ACCEPT opens, and (\d+) of (\d+) packets/.exec(attempts.at(-1) ?? "") ?? [];
    expect(Number(of)).toBeGreaterThan(0);
    // SCRAM puts a secret of its own into the keys, which is nowhere stored either.
    expect(opened).toBe(authentication === "password" ? "0" : of);
  });
});
