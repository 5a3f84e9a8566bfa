import { describe, expect, it } from "vitest";
import { encodeReject } from "../../src/handshake/reject.ts";
import { seededRandom } from "../../src/testing/random.ts";
import { RejectCode } from "../../src/wire.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { linkError, peerError } from "../fixtures/failure.ts";
import { withEachByteChanged, withFlippedBit } from "../fixtures/flip.ts";
import { impostor } from "../fixtures/impostor.ts";
import { establishedPair, identity, limits, MachinePair } from "../fixtures/machine-pair.ts";
import { seed } from "../fixtures/seed.ts";
import { byKey } from "../fixtures/shared-keys.ts";

const lossy = { lossy: true, ...byKey };

function reject(clientId: Uint8Array, code: number): Uint8Array {
  return encodeReject({ clientId, code, versions: [2], suites: ["another"] });
}

/** The pair after its HELLO, with the HELLO. */
function afterHello() {
  const pair = new MachinePair(lossy);
  pair.carry("client-to-server");
  return { pair, hello: pair.client.sent[0] as Buffer };
}

async function succeeds(pair: MachinePair): Promise<void> {
  await pair.advance(limits.handshakeTimeoutMs);
  expect(pair.server.peer?.name).toBe("alice");
  expect(pair.client.peer).toBeDefined();
  expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
}

// spec: H-11
describe("forged handshake messages on a lossy link change nothing but a counter", () => {
  it("whatever byte of ACCEPT was changed", async () => {
    const { pair } = afterHello();
    pair.tap = (packet, way) => (way === "server-to-client" ? undefined : packet);
    await pair.settle();
    const accept = pair.server.sent[0] as Buffer;
    let forgeries = 0;
    for (const { changed } of withEachByteChanged(accept)) {
      if ((changed[0] as number) < 0xc1) continue;
      pair.inject(pair.client, changed);
      await pair.settle();
      expect(pair.client.machine.packetsForged).toBe(++forgeries);
    }
    expect(forgeries).toBe(accept.length);
    pair.tap = undefined;
    await succeeds(pair);
  });

  it("when a forged ACCEPT is at work while the true one comes", async () => {
    const { pair } = afterHello();
    const { client, server } = pair;
    client.idle = true;
    pair.tap = () => undefined;
    await pair.settle();
    const accept = server.sent[0] as Buffer;
    pair.inject(client, withFlippedBit(accept, accept.length * 8 - 1));
    pair.inject(client, accept);
    client.idle = false;
    await pair.settle();
    expect(client.machine.packetsForged).toBe(2);
    pair.tap = undefined;
    await succeeds(pair);
  });

  it.each([
    ["in another version", 1 * 8],
    ["to another client", 5 * 8],
  ])("when an ACCEPT %s comes, which costs no private-key operation", async (_, bit) => {
    const { pair } = afterHello();
    pair.tap = () => undefined;
    await pair.settle();
    pair.inject(pair.client, withFlippedBit(pair.server.sent[0] as Buffer, bit));
    await pair.settle();
    expect([pair.client.machine.packetsForged, pair.client.worked]).toEqual([1, []]);
    pair.tap = undefined;
    await succeeds(pair);
  });

  it("when another HELLO comes for the same client", async () => {
    const { pair, hello } = afterHello();
    for (const bit of [5 * 8, 50 * 8, hello.length * 8 - 1]) pair.inject(pair.server, withFlippedBit(hello, bit));
    expect(pair.server.machine.packetsForged).toBe(3);
    await succeeds(pair);
    expect(pair.server.worked).toEqual(["decapsulate", "authenticate"]);
  });

  it("when the server's own ACCEPT, or the client's HELLO, comes back", async () => {
    const { pair, hello } = afterHello();
    await pair.settleUntil(() => pair.server.sent.length > 0);
    pair.inject(pair.server, pair.server.sent[0] as Buffer);
    pair.inject(pair.client, hello);
    expect([pair.client.machine.packetsForged, pair.server.machine.packetsForged]).toEqual([1, 1]);
    await succeeds(pair);
  });

  it(`when anything at all comes, seed ${seed}`, async () => {
    const random = seededRandom(seed);
    const { pair } = afterHello();
    for (let i = 0; i < 300; i++) {
      const packet = random.bytes(1 + random.integer(200));
      if (random.chance(0.5)) packet[0] = [0, 1, 0xc1, 0xc2, 0xc4][random.integer(5)] as number;
      pair.inject(random.chance(0.5) ? pair.client : pair.server, packet);
    }
    await succeeds(pair);
  });

  // spec: H-13
  it.each([RejectCode.version, RejectCode.suite, RejectCode.serverKey, RejectCode.busy])(
    "REJECT %d is only named, should the handshake time out",
    async (code) => {
      const { pair, hello } = afterHello();
      pair.inject(pair.client, reject(hello.subarray(2, 10), code));
      await succeeds(pair);
      const lonely = afterHello();
      lonely.pair.tap = () => undefined;
      lonely.pair.inject(lonely.pair.client, reject(lonely.hello.subarray(2, 10), code));
      await lonely.pair.advance(limits.handshakeTimeoutMs);
      const { error } = lonely.pair.client;
      expect(error).toMatchObject({ name: "PeerError" });
      expect(error.cause).toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
      expect(error.message).toContain(((error.cause as Error).cause as Error).message);
    },
  );

  it("REJECT for another client is not even named", async () => {
    const { pair } = afterHello();
    pair.tap = () => undefined;
    pair.inject(pair.client, reject(Buffer.alloc(8, 1), RejectCode.busy));
    expect(pair.client.machine.packetsForged).toBe(1);
    await pair.advance(limits.handshakeTimeoutMs);
    expect(pair.client.error.cause).toBeUndefined();
  });

  it("a HELLO that does not open is refused after the floor", async () => {
    const pair = new MachinePair({ lossy: true, server: { identities: [impostor(identity)] } });
    await pair.settle();
    expect(pair.server.sent).toEqual([]);
    await pair.advance(limits.refusalFloorMs);
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_HANDSHAKE"));
    expect(pair.server.sent).toHaveLength(1);
    expect(pair.client.closed).toBeUndefined();
  });
});

// spec: P-7, P-8
describe("packets on a lossy link", () => {
  it("are counted when they were forged, and change nothing", async () => {
    const pair = await establishedPair(lossy);
    const { client, server } = pair;
    pair.tap = () => undefined;
    client.machine.traffic?.delivery.sendDatagram(Buffer.from("datagram"));
    await pair.settle();
    const packet = client.sent.at(-1) as Buffer;
    for (let bit = 8; bit < packet.length * 8; bit++) pair.inject(server, withFlippedBit(packet, bit));
    const { packetsForged, traffic } = server.machine;
    expect(packetsForged + (traffic?.channel.stats.packetsReplayed ?? 0)).toBe(packet.length * 8 - 8);
    pair.inject(server, packet);
    expect(server.datagrams.map(String)).toEqual(["datagram"]);
  });

  it("are counted when they were there before", async () => {
    const pair = await establishedPair(lossy);
    const { client, server } = pair;
    client.machine.traffic?.delivery.sendDatagram(Buffer.from("datagram"));
    await pair.settle();
    for (let i = 0; i < 3; i++) pair.inject(server, client.sent.at(-1) as Buffer);
    expect(server.machine.traffic?.channel.stats.packetsReplayed).toBe(3);
    expect([server.machine.packetsForged, server.datagrams.length]).toEqual([0, 1]);
  });

  it("arrive in any order", async () => {
    const pair = await establishedPair(lossy);
    const { client, server } = pair;
    const held: Uint8Array[] = [];
    pair.tap = (packet) => void held.push(Uint8Array.from(packet));
    for (const text of ["one", "two", "three"]) {
      client.machine.traffic?.delivery.sendDatagram(Buffer.from(text));
      await pair.settle();
    }
    for (const packet of held.reverse()) pair.inject(server, packet);
    expect(server.datagrams.map(String)).toEqual(["three", "two", "one"]);
  });

  it("of epoch 0, forged, do not disturb authentication", async () => {
    const { pair } = afterHello();
    await pair.settleUntil(() => pair.client.worked.includes("decapsulate"));
    for (let i = 0; i < 5; i++) {
      pair.inject(pair.client, Buffer.alloc(300, 0));
      pair.inject(pair.server, Buffer.alloc(300, 0));
    }
    expect([pair.client.machine.packetsForged, pair.server.machine.packetsForged]).toEqual([5, 5]);
    await succeeds(pair);
  });

  // spec: P-11
  it("end the session when so many were forged that the key is in danger", async () => {
    const few = cipherWith({ maxForgeries: 10 });
    const pair = await establishedPair({ ...lossy, client: { ...byKey.client, cipher: few } });
    for (let i = 0; i < 9; i++) pair.inject(pair.client, Buffer.alloc(100, 1));
    await pair.settle();
    expect(pair.client.closed).toBeUndefined();
    pair.inject(pair.client, Buffer.alloc(100, 1));
    await pair.settle();
    expect(pair.client.error).toEqual(peerError("ERR_COUNTERSIGN_FORGED_PACKET"));
  });
});
