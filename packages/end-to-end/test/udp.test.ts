import { createSocket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import {
  type ConnectOptions,
  connect,
  generateSharedKey,
  type Limits,
  type LinkHost,
  listen,
  type Session,
  sharedKey,
} from "@countersign/core";
import { type SeededRandom, seededRandom } from "@countersign/core/testing";
import { udp } from "@countersign/transport-udp";
import { describe, expect, it } from "vitest";
import { authentications, ciphers } from "./combinations.ts";
import { startDatagramRelay } from "./datagram-relay.ts";
import { long } from "./witness.ts";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
const routeIdBytes = 8;

describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])(`%s over UDP, seed ${seed}:`, (cipherName) => {
  it("a session carries datagrams both ways and messages, and closes", async () => {
    await using stage = await scene(cipherName);
    const { client, server, heard } = stage;
    expect(server.peer).toMatchObject({ name: "alice" });
    expect(server.binding).toEqual(client.binding);
    for (let count = 0; count < 20; count++) client.sendDatagram(`ping ${count}`);
    const echoes = Array.from({ length: 20 }, (_, count) => `ping ${count}`);
    await expect.poll(() => heard).toEqual(echoes);
    const largest = "x".repeat(client.maxDatagramBytes);
    client.sendDatagram(largest);
    await expect.poll(() => heard.at(-1)).toBe(largest);
    const message = new Promise((resolve) => server.once("message", (bytes) => resolve(String(bytes))));
    await client.send("a message");
    expect(await message).toBe("a message");
    const seen = [...stage.relay.toServer, ...stage.relay.toClient];
    expect(seen.filter((datagram) => datagram.includes("a message") || datagram.includes("ping 1"))).toEqual([]);
    const closed = new Promise((resolve) => server.once("close", resolve));
    await client.close();
    expect(await closed).toBeUndefined();
  });

  // spec: I-3, I-20, I-21
  it("a session says which datagrams it takes, and when a large message has arrived", async () => {
    await using stage = await scene(cipherName);
    const { client, server } = stage;
    expect(() => client.sendDatagram("x".repeat(client.maxDatagramBytes + 1))).toThrow("larger than");
    let taken = 0;
    while (client.sendDatagram("x".repeat(1_000)) && taken < 10_000) taken++;
    expect(taken, "datagrams in one turn").toBeLessThan(10_000);
    const before = client.maxDatagramBytes;
    await client.send(Buffer.alloc(1_000_000));
    expect(server.stats()).toMatchObject({ messagesReceived: 1, bytesReceived: 1_000_000 });
    const probed = () => client.send(Buffer.alloc(300_000)).then(() => client.maxDatagramBytes);
    await expect.poll(probed, { timeout: 4_000 }).toBeGreaterThan(before);
  });

  it("a wrong shared key is refused", async () => {
    await using stage = await scene(cipherName);
    const intruder = stage.connect({ authenticate: sharedKey("alice", generateSharedKey()) });
    await expect(intruder).rejects.toMatchObject({ code: long("AUTHENTICATION") });
    await stage.expectUndisturbed();
  });

  // spec: P-7, P-8
  it("replayed, changed and random datagrams change nothing but counters", async () => {
    await using stage = await scene(cipherName);
    const { relay, client, server, refusals } = stage;
    const random = seededRandom(seed);
    await stage.expectUndisturbed();
    const [toServer, toClient] = [[...relay.toServer], [...relay.toClient]];
    for (const datagram of toServer) relay.forge(datagram);
    for (const datagram of toClient) relay.forgeAnswer(datagram);
    const lastToServer = toServer.at(-1) as Buffer;
    const lastToClient = toClient.at(-1) as Buffer;
    for (let count = 0; count < 2_000; count++) {
      relay.forge(flipped(lastToServer, routeIdBytes + random.integer(lastToServer.length - routeIdBytes), random));
      relay.forgeAnswer(flipped(lastToClient, random.integer(lastToClient.length), random));
      relay.forge(Buffer.concat([lastToServer.subarray(0, routeIdBytes), random.bytes(random.integer(1_400) + 1)]));
      relay.forgeAnswer(random.bytes(random.integer(1_400) + 1));
      if (count % 50 === 49) await delay(1);
    }
    await stage.expectUndisturbed();
    for (const session of [client, server]) {
      expect(session.stats().packetsForged).toBeGreaterThan(1_000);
      expect(session.stats().packetsReplayed).toBeGreaterThan(0);
    }
    expect(stage.heard.filter((text) => text !== "are you there?")).toEqual([]);
    expect(refusals).toEqual([]);
  });

  // spec: H-22
  it("who guesses route ids finds no session, gets no answer, and is no news", async () => {
    await using stage = await scene(cipherName);
    const { relay, server, listener, refusals } = stage;
    const random = seededRandom(seed);
    await stage.expectUndisturbed();
    const packet = (relay.toServer.at(-1) as Buffer).subarray(routeIdBytes);
    // The session itself goes on speaking: a client that hears no more asks, and is answered.
    const strange = () => relay.toClient.length - server.stats().packetsSent;
    const before = strange();
    for (let count = 1; count <= 2_000; count++) {
      relay.forge(Buffer.concat([random.bytes(routeIdBytes), packet]));
      if (count % 50 === 0) await delay(1);
    }
    await expect.poll(() => listener.stats().strangersIgnored).toBeGreaterThan(1_900);
    expect(refusals).toEqual([]);
    await expect.poll(strange).toBe(before);
    expect(server.stats()).toMatchObject({ packetsForged: 0, packetsReplayed: 0 });
    await stage.expectUndisturbed();
  });

  it("a client hears nobody but its server, not even a replay of the server's own words", async () => {
    await using stage = await scene(cipherName);
    const { client, relay } = stage;
    await stage.expectUndisturbed();
    const stranger = createSocket("udp4");
    for (const datagram of relay.toClient) stranger.send(datagram, relay.clientPort, "127.0.0.1");
    await delay(30);
    stranger.close();
    await stage.expectUndisturbed();
    expect(client.stats()).toMatchObject({ packetsForged: 0, packetsReplayed: 0 });
  });

  it("a client whose address changes still reaches its session", async () => {
    await using stage = await scene(cipherName);
    const { relay, client, server } = stage;
    await stage.expectUndisturbed();
    await relay.rebind();
    const received = server.stats().datagramsReceived;
    client.sendDatagram("from elsewhere");
    await expect.poll(() => server.stats().datagramsReceived).toBe(received + 1);
    expect(stage.refusals).toEqual([]);
  });

  // spec: H-21
  it("a client learns from the system, and not by waiting, that nobody is there", async () => {
    await using stage = await scene(cipherName);
    const connecting = stage.connect({ address: await freeAddress(), limits: { handshakeTimeoutMs: 3_600_000 } });
    await expect(connecting).rejects.toMatchObject({
      code: long("CONNECT"),
      message: expect.stringContaining("ECONNREFUSED"),
      cause: { code: "ECONNREFUSED" },
    });
  });

  // spec: H-16, H-17, H-18
  it("a client gets in where everybody is asked for a cookie", async () => {
    await using stage = await scene(cipherName, { cookieAboveHalfOpen: 0 });
    const { relay, listener } = stage;
    expect(listener.stats()).toMatchObject({ sessions: 1, halfOpen: 0, strangersRetried: 1 });
    const [first, second] = relay.toServer as [Buffer, Buffer];
    const cookieAt = routeIdBytes + 10;
    expect(relay.toClient[0]?.subarray(10)).toEqual(second.subarray(cookieAt, cookieAt + 32));
    expect(second.fill(0, cookieAt, cookieAt + 32)).toEqual(first);
    await stage.expectUndisturbed();
  });

  // spec: I-14, H-20
  it("a client that has an old key, too, is connected by the present one", async () => {
    await using stage = await scene(cipherName);
    const [old, present] = [await stage.otherKey(), stage.publicKey];
    const session = await stage.connect({ server: [old, present] });
    expect(stage.listener.stats().sessions).toBe(2);
    await session.close();
    await stage.expectUndisturbed();
  });
});

/** A server that echoes datagrams, and a client's session with it, through a relay. */
async function scene(cipherName: keyof typeof ciphers, limits: Partial<Limits> = {}) {
  const cipher = await ciphers[cipherName]();
  const identity = await cipher.generateIdentity();
  const authentication = authentications["hmac-sha256"]();
  const transport = udp();
  const server = await listen({
    transport,
    address: "127.0.0.1:0",
    cipher,
    identity,
    authenticate: authentication.server,
    limits: { refusalFloorMs: 20, ...limits },
  });
  const refusals: Error[] = [];
  server.on("refused", (error) => refusals.push(error));
  server.on("session", (session) => session.on("datagram", (datagram) => session.sendDatagram(datagram)));
  const relay = await startDatagramRelay(server.address);
  const dial = (other: Partial<ConnectOptions> = {}) =>
    connect({
      transport,
      address: relay.address,
      cipher,
      server: identity.publicKey,
      authenticate: authentication.client,
      ...other,
    });
  const client = await dial();
  const [accepted] = server.sessions as Iterable<Session>;
  const heard: string[] = [];
  client.on("datagram", (datagram) => heard.push(datagram.toString()));
  return {
    relay,
    client,
    server: accepted as Session,
    listener: server,
    publicKey: identity.publicKey,
    /** A key of which the server knows nothing. */
    otherKey: async () => (await cipher.generateIdentity()).publicKey,
    heard,
    refusals,
    /** Another client, at the server itself. */
    connect: (other: Partial<ConnectOptions>) => dial({ address: server.address, ...other }),
    async expectUndisturbed() {
      const before = heard.length;
      // A socket that is flooded may lose what is genuine, too.
      while (heard.length === before) {
        client.sendDatagram("are you there?");
        await Promise.race([once(client, "datagram"), delay(500)]);
      }
      expect(heard.at(-1)).toBe("are you there?");
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.close({ drain: 10 });
      await relay[Symbol.asyncDispose]();
    },
  };
}

function flipped(datagram: Buffer, at: number, random: SeededRandom): Buffer {
  const changed = Buffer.from(datagram);
  changed[at] = (changed[at] as number) ^ (1 << random.integer(8));
  return changed;
}

/** Where nobody listens. */
async function freeAddress(): Promise<string> {
  const host: LinkHost = { screen: () => "ignore", accept() {}, handleFault() {} };
  const listener = await udp().listen("127.0.0.1:0", host);
  await listener.close();
  return listener.address;
}
