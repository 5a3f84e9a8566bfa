import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join as path } from "node:path";
import { anyone, connect, generateSharedKey, listen, type Session, sharedKey, sharedKeys } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { ciphers } from "./combinations.ts";
import type { Channel } from "./strangers-peer/channel.ts";
import { enter } from "./strangers-peer/client.ts";
import { frames } from "./strangers-peer/packets.ts";
import { admit } from "./strangers-peer/server.ts";
import { suites } from "./strangers-peer/suites.ts";
import { serverIdentity, serverKey } from "./vectors/server-keys.ts";
import { codeOf } from "./witness.ts";

const aliceKey = generateSharedKey();
const alice = { name: "alice", sharedKey: Buffer.from(aliceKey, "base64url") };

/** An echo server of ours. `ended` are the errors with which its sessions ended. */
async function echo(suite: keyof typeof suites) {
  const cipher = await ciphers[suite]();
  const identity = await serverIdentity(cipher, suite);
  const server = await listen({
    transport: tcp(),
    address: "127.0.0.1:0",
    application: "echo",
    cipher,
    identity,
    authenticate: [sharedKeys({ alice: aliceKey }), anyone()],
    limits: { refusalFloorMs: 0 },
  });
  const sessions: Session[] = [];
  const ended: unknown[] = [];
  const refused: string[] = [];
  server.on("session", (session) => {
    sessions.push(session);
    session.on("close", (error) => ended.push(error));
    session.on("message", (message) => void session.send(message));
  });
  server.on("refused", (error) => refused.push(codeOf(error)));
  const common = { suite: suites[suite], application: "echo", serverKey: identity.publicKey.encoded };
  return {
    common,
    address: server.address,
    sessions,
    ended,
    refused,
    [Symbol.asyncDispose]: () => server.close({ drain: 0 }),
  };
}

/** These frames, in any number of packets. */
async function expectFrames(channel: Channel, ...expected: readonly Uint8Array[]): Promise<void> {
  const whole = Buffer.concat(expected);
  let received: Buffer = Buffer.alloc(0);
  while (received.length < whole.length) {
    const plaintext = await channel.receive();
    if (!plaintext) break;
    received = Buffer.concat([received, plaintext]);
  }
  expect(received).toEqual(whole);
}

describe.each(["hybrid", "sealed-box"] as const)("a stranger's peer, with the suite of %s,", (suite) => {
  it.each([
    ["hmac-sha256", alice],
    ["none", undefined],
  ])("enters by %s, is echoed, and closes", async (mechanism, credentials) => {
    await using server = await echo(suite);
    await using channel = await enter(server.address, server.common, credentials);
    const large = randomBytes(1_000);
    channel.send(frames.message("hello"));
    await expectFrames(channel, frames.message("hello"));
    channel.send(frames.part(large), frames.padding(7), frames.ping, frames.message("!"));
    await expectFrames(channel, frames.message(Buffer.concat([large, Buffer.from("!")])));
    channel.send(frames.close(0));
    await expectFrames(channel, frames.received, frames.close(0));
    channel.send(frames.received);
    expect(await channel.receive(), "the end of the link").toBeUndefined();
    const [session] = server.sessions as [Session];
    expect(session.peer).toEqual(credentials ? { name: "alice", mechanism } : { mechanism });
    expect(session.binding).toEqual(channel.exporter);
    expect(server.ended).toEqual([undefined]);
  });

  it("is refused with a wrong key, and with an unknown name, by the same packet", async () => {
    await using server = await echo(suite);
    const wrong = { ...alice, sharedKey: randomBytes(32) };
    const unknown = { ...alice, name: "eve" };
    for (const credentials of [wrong, unknown]) {
      await expect(enter(server.address, server.common, credentials)).rejects.toThrow("refused: 0b01");
    }
    expect(server.refused).toEqual(Array(2).fill("ERR_COUNTERSIGN_AUTHENTICATION"));
  });
});

describe.each(["hybrid", "sealed-box"] as const)("our client, with the suite of %s,", (suite) => {
  it("enters a stranger's server, says something, and closes", async () => {
    const cipher = await ciphers[suite]();
    const { publicKey, privateKey } = serverKey(suite);
    const common = { suite: suites[suite], application: "echo", serverKey: publicKey };
    const stranger = createServer().listen(0, "127.0.0.1");
    const admitted = once(stranger, "connection").then(([socket]) => admit(socket, common, privateKey, alice));
    await once(stranger, "listening");
    const session = await connect({
      transport: tcp(),
      address: `127.0.0.1:${(stranger.address() as AddressInfo).port}`,
      application: "echo",
      cipher,
      server: cipher.serverKem.importPublicKey(publicKey),
      authenticate: sharedKey("alice", aliceKey),
    });
    await using channel = await admitted;
    expect(session.binding).toEqual(channel.exporter);
    await session.send("hello");
    await expectFrames(channel, frames.message("hello"));
    channel.send(frames.part(Buffer.alloc(300, "a")), frames.message("z"));
    for await (const message of session) {
      expect(message.toString()).toBe(`${"a".repeat(300)}z`);
      break;
    }
    const closed = session.close();
    await expectFrames(channel, frames.close(0));
    channel.send(frames.received, frames.close(0));
    await expectFrames(channel, frames.received);
    await closed;
    stranger.close();
  });
});

it("the stranger's peer knows nothing of our code", () => {
  const folder = path(import.meta.dirname, "strangers-peer");
  const sources = readdirSync(folder).map((file) => readFileSync(path(folder, file), "utf8"));
  const imported = sources.flatMap((source) => [...source.matchAll(/ from "(.*)";$/gm)].map(([, name]) => name));
  expect(imported.length).toBeGreaterThan(20);
  expect(imported.filter((name) => !/^(\.\/[a-z0-9-]+\.ts|node:.*|libsodium-wrappers)$/.test(name ?? ""))).toEqual([]);
});
