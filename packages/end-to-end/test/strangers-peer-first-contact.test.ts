import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import {
  anyone,
  type ConnectOptions,
  connect,
  generateSharedKey,
  listen,
  type ServerKeySource,
  sharedKey,
} from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { udp } from "@countersign/transport-udp";
import { describe, expect, it } from "vitest";
import { ciphers } from "./combinations.ts";
import { DatagramRoad } from "./strangers-peer/datagram-road.ts";
import { makeKeyRequest, makeKeys, takeKeys } from "./strangers-peer/first-contact.ts";
import { Road } from "./strangers-peer/road.ts";
import { admit, admitOverUdp } from "./strangers-peer/server.ts";
import { suites } from "./strangers-peer/suites.ts";
import { serverIdentity, serverKey } from "./vectors/server-keys.ts";

const aliceKey = generateSharedKey();
const alice = { name: "alice", sharedKey: Buffer.from(aliceKey, "base64url") };

/** Takes the first key that is offered, and keeps it. */
function trusting(): ServerKeySource & { readonly kept: Buffer[] } {
  const kept: Buffer[] = [];
  return {
    kept,
    pinned: () => [],
    meet: ({ keys }) => keys[0] as (typeof keys)[0],
    remember: (_, key) => void kept.push(Buffer.from(key.encoded)),
  };
}

// spec: W-12, W-13, H-25, H-27
describe.each(["hybrid", "sealed-box"] as const)("with the suite of %s,", (suite) => {
  it.each(["tcp", "udp"])("our server tells a stranger's peer its keys, over %s", async (name) => {
    const cipher = await ciphers[suite]();
    const identities = [await serverIdentity(cipher, suite), await cipher.generateIdentity()];
    const transport = name === "tcp" ? tcp() : udp();
    const server = await listen({
      transport,
      address: "127.0.0.1:0",
      cipher,
      identity: identities,
      authenticate: anyone(),
    });
    const clientId = randomBytes(8);
    const request = makeKeyRequest({ clientId, suite: suites[suite].name });
    await using road = name === "tcp" ? await Road.to(server.address) : await DatagramRoad.to(server.address);
    road.send(request);
    const keys = takeKeys(clientId, await road.next(0xc6));
    expect(keys).toEqual(identities.map(({ publicKey }) => Buffer.from(publicKey.encoded)));
    expect(server.stats()).toMatchObject({ sessions: 0, halfOpen: 0 });
    await server.close();
  });

  const client = async (transport: ConnectOptions["transport"], address: string, server: ServerKeySource) =>
    connect({
      transport,
      address,
      application: "echo",
      cipher: await ciphers[suite](),
      server,
      authenticate: sharedKey("alice", aliceKey),
    });
  const { publicKey, privateKey } = serverKey(suite);
  const common = { suite: suites[suite], application: "echo", serverKey: publicKey };

  it("our client meets a stranger's server over TCP, on two connections", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const admitted = (async () => {
      const [asking] = await once(stranger, "connection");
      const next = once(stranger, "connection");
      const road = new Road(asking);
      const request = await road.next(0xc5);
      expect(request).toEqual(makeKeyRequest({ clientId: request.subarray(2, 10), suite: common.suite.name }));
      road.send(makeKeys({ clientId: request.subarray(2, 10), keys: [publicKey] }));
      asking.end();
      const [socket] = await next;
      return admit(socket, common, privateKey, alice);
    })();
    const source = trusting();
    const session = await client(tcp(), `127.0.0.1:${(stranger.address() as AddressInfo).port}`, source);
    await using channel = await admitted;
    expect(session.binding).toEqual(channel.exporter);
    expect(source.kept).toEqual([publicKey]);
    session.abort();
    stranger.close();
  });

  it("our client meets a stranger's server over UDP, which answers its second question", async () => {
    await using road = await DatagramRoad.fromAnyone();
    const admitted = (async () => {
      const first = await road.next(0xc5);
      const second = await road.next(0xc5);
      expect(second).toEqual(first);
      road.send(makeKeys({ clientId: first.subarray(2, 10), keys: [publicKey] }));
      return admitOverUdp(road, common, privateKey, alice);
    })();
    const source = trusting();
    const session = await client(udp(), road.address, source);
    const channel = await admitted;
    expect(session.binding).toEqual(channel.exporter);
    expect(source.kept).toEqual([publicKey]);
    session.abort();
  });
});
