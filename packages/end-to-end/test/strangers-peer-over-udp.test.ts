import { randomBytes } from "node:crypto";
import { connect, generateSharedKey, listen, type Session, sharedKey, sharedKeys } from "@countersign/core";
import { udp } from "@countersign/transport-udp";
import { describe, expect, it } from "vitest";
import { ciphers } from "./combinations.ts";
import { enterOverUdp } from "./strangers-peer/client.ts";
import { DatagramRoad } from "./strangers-peer/datagram-road.ts";
import { admitOverUdp } from "./strangers-peer/server.ts";
import { suites } from "./strangers-peer/suites.ts";
import { serverIdentity, serverKey } from "./vectors/server-keys.ts";

const key = generateSharedKey();
const alice = { name: "alice", sharedKey: Buffer.from(key, "base64url") };

/** More than the stranger's window, and than the congestion window of either side. */
const large = randomBytes(200_000);

/** An echo server of ours. */
async function echo(suite: keyof typeof suites) {
  const cipher = await ciphers[suite]();
  const identity = await serverIdentity(cipher, suite);
  const server = await listen({
    transport: udp(),
    address: "127.0.0.1:0",
    application: "echo",
    cipher,
    identity,
    authenticate: sharedKeys({ alice: key }),
  });
  const sessions: Session[] = [];
  const ended: unknown[] = [];
  server.on("session", (session) => {
    sessions.push(session);
    session.on("close", (error) => ended.push(error));
    session.on("message", (message) => void session.send(message));
    session.on("datagram", (datagram) => session.sendDatagram(datagram));
  });
  const common = { suite: suites[suite], application: "echo", serverKey: identity.publicKey.encoded };
  return {
    common,
    address: server.address,
    sessions,
    ended,
    [Symbol.asyncDispose]: () => server.close({ drain: 0 }),
  };
}

// spec: W-7, W-10, R-1, R-2, R-3, R-5, R-10, R-15, R-16, R-19
describe.each(["hybrid", "sealed-box"] as const)("a stranger's peer over UDP, with the suite of %s,", (suite) => {
  it("enters, is echoed, and closes", async () => {
    await using server = await echo(suite);
    await using channel = await enterOverUdp(server.address, server.common, alice);
    for (const message of ["hello", "", "!"]) channel.send(message);
    expect([await channel.receive(), await channel.receive(), await channel.receive()].map(String)).toEqual([
      "hello",
      "",
      "!",
    ]);
    channel.sendDatagram("quick");
    await expect.poll(() => channel.datagrams.map(String)).toEqual(["quick"]);
    channel.send(large);
    expect((await channel.receive())?.equals(large)).toBe(true);
    const [session] = server.sessions as [Session];
    expect(session.peer).toEqual({ name: "alice", mechanism: "hmac-sha256" });
    expect(session.binding).toEqual(channel.exporter);
    channel.finish();
    expect(await channel.receive()).toBeUndefined();
    await channel.closed;
    await expect.poll(() => server.ended).toEqual([undefined]);
  });

  // spec
  it("loses every fifth datagram, and nothing of a message", async () => {
    await using server = await echo(suite);
    const channel = await enterOverUdp(server.address, server.common, alice);
    await using _ = channel;
    channel.lose((count) => count % 5 === 4);
    const message = large.subarray(0, 30_000);
    channel.send(message);
    channel.send("and this");
    expect((await channel.receive())?.equals(message)).toBe(true);
    expect(String(await channel.receive())).toBe("and this");
    channel.finish();
    expect(await channel.receive()).toBeUndefined();
    await channel.closed;
    await expect.poll(() => server.ended).toEqual([undefined]);
  });

  it("admits our client, hears it, answers, and closes", async () => {
    const cipher = await ciphers[suite]();
    const { publicKey, privateKey } = serverKey(suite);
    const common = { suite: suites[suite], application: "echo", serverKey: publicKey };
    const road = await DatagramRoad.fromAnyone();
    const admitted = admitOverUdp(road, common, privateKey, alice);
    const session = await connect({
      transport: udp(),
      address: road.address,
      application: "echo",
      cipher,
      server: cipher.serverKem.importPublicKey(publicKey),
      authenticate: sharedKey("alice", key),
    });
    await using channel = await admitted;
    expect(session.binding).toEqual(channel.exporter);
    void session.send("hello");
    void session.send(large);
    expect(String(await channel.receive())).toBe("hello");
    expect((await channel.receive())?.equals(large)).toBe(true);
    channel.send("welcome");
    for await (const message of session) {
      expect(message.toString()).toBe("welcome");
      break;
    }
    const closed = session.close();
    expect(await channel.receive()).toBeUndefined();
    channel.finish();
    await Promise.all([closed, channel.closed]);
  });
});
