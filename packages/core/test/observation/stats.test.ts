import { describe, expect, it, onTestFinished } from "vitest";
import { connect, listen, type Session } from "../../src/index.ts";
import { memory, type Tap } from "../../src/testing/index.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { byKey } from "../fixtures/shared-keys.ts";

/** A key seals four packets. */
const cipher = cipherWith({ maxPackets: 4 });
const identity = cipher.ephemeralKem.generate();

async function pair(onPacket: Tap = (packet) => packet): Promise<{ client: Session; server: Session }> {
  const common = { transport: memory({ onPacket, sendBufferBytes: 100_000 }), cipher };
  const authenticate = byKey.server.authenticators;
  const listening = await listen({ ...common, address: "memory:0", identity, authenticate });
  onTestFinished(() => listening.close({ drain: 0 }));
  const accepted = new Promise<Session>((resolve) => listening.once("session", resolve));
  const client = await connect({
    ...common,
    address: listening.address,
    server: identity.publicKey,
    authenticate: byKey.client.authenticator,
  });
  return { client, server: await accepted };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("stats", () => {
  it("count each packet after authentication, its bytes, and the keys used up", async () => {
    const seen = { "client-to-server": [] as number[], "server-to-client": [] as number[] };
    const { client, server } = await pair((packet, direction) => {
      if (packet[0] === 1) seen[direction].push(packet.length);
      return packet;
    });
    for (let i = 0; i < 9; i++) {
      await client.send("one packet");
      await nextTurn();
    }
    await server.send("an answer");
    await expect.poll(() => client.stats().messagesReceived).toBe(1);

    const [up, down] = [seen["client-to-server"], seen["server-to-client"]];
    expect(up.length).toBe(9);
    const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0);
    expect(client.stats()).toMatchObject({
      suite: "Countersign_1_X25519_X25519_AES-256-GCM_SHA256",
      ...{ messagesSent: 9, bytesSent: 90, messagesReceived: 1, bytesReceived: 9 },
      ...{ packetsSent: up.length, packetBytesSent: sum(up) },
      ...{ packetsReceived: down.length, packetBytesReceived: sum(down) },
      ...{ sendingKeyRenewals: 2, receivingKeyRenewals: 0, packetsForged: 0, packetsReplayed: 0 },
    });
    expect(server.stats()).toMatchObject({
      ...{ messagesSent: 1, bytesSent: 9, messagesReceived: 9, bytesReceived: 90 },
      ...{ packetsSent: down.length, packetBytesSent: sum(down) },
      ...{ packetsReceived: up.length, packetBytesReceived: sum(up) },
      ...{ sendingKeyRenewals: 0, receivingKeyRenewals: 2, packetsForged: 0, packetsReplayed: 0 },
    });
  });

  it("count datagrams apart from messages", async () => {
    const { client, server } = await pair();
    expect(client.sendDatagram("one")).toBe(true);
    await expect.poll(() => server.stats().datagramsReceived).toBe(1);
    expect(client.stats()).toMatchObject({ datagramsSent: 1, messagesSent: 0, bytesSent: 0 });
  });

  it("tell what waits to be sent and what waits to be taken", async () => {
    const { client, server } = await pair();
    expect([client.stats().queuedBytes, server.stats().unreadBytes]).toEqual([0, 0]);
    void client.send(Buffer.alloc(50_000));
    expect(client.stats().queuedBytes).toBeGreaterThanOrEqual(50_000);
    await expect.poll(() => server.stats().unreadBytes).toBeGreaterThanOrEqual(50_000);
    expect(client.stats().queuedBytes).toBe(0);
    for await (const message of server) {
      expect(message.length).toBe(50_000);
      break;
    }
    expect(server.stats().unreadBytes).toBe(0);
  });

  it("stay after the end", async () => {
    const { client } = await pair();
    await client.send("hello");
    const closed = new Promise((resolve) => client.once("close", resolve));
    client.abort();
    await closed;
    expect(client.stats()).toMatchObject({ messagesSent: 1, bytesSent: 5 });
  });
});
