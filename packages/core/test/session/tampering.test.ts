import { describe, expect, it } from "vitest";
import type { PeerErrorCode } from "../../src/errors.ts";
import type { Direction } from "../../src/testing/tap.ts";
import { linkError, peerError } from "../fixtures/failure.ts";
import { withFlippedBit } from "../fixtures/flip.ts";
import { impostor } from "../fixtures/impostor.ts";
import { cipher, establishedPair, identity, limits, MachinePair } from "../fixtures/machine-pair.ts";
import { byKey } from "../fixtures/shared-keys.ts";

interface Kind {
  readonly what: string;
  readonly direction: Direction;
  /** Which packet of its direction. */
  readonly index: number;
  /** Where the bit is. */
  readonly byte: number;
  readonly client: PeerErrorCode;
  readonly server: PeerErrorCode;
}

const [up, down] = ["client-to-server", "server-to-client"] as const;
const [handshake, forged] = ["ERR_COUNTERSIGN_HANDSHAKE", "ERR_COUNTERSIGN_FORGED_PACKET"] as const;
const [aborted, protocol] = ["ERR_COUNTERSIGN_PEER_ABORTED", "ERR_COUNTERSIGN_PROTOCOL"] as const;
const foreign = "ERR_COUNTERSIGN_NOT_COUNTERSIGN";

// Each with the errors of both sides. A byte below 0 counts from the end.
const kinds: readonly Kind[] = [
  {
    what: "HELLO's client id",
    direction: up,
    index: 0,
    byte: 5,
    client: handshake,
    server: "ERR_COUNTERSIGN_SERVER_KEY",
  },
  { what: "HELLO's sealed secret", direction: up, index: 0, byte: 120, client: handshake, server: handshake },
  { what: "HELLO's parameters", direction: up, index: 0, byte: -20, client: handshake, server: handshake },
  { what: "ACCEPT's client id", direction: down, index: 0, byte: 5, client: handshake, server: handshake },
  { what: "ACCEPT's sealed secret", direction: down, index: 0, byte: 20, client: handshake, server: handshake },
  { what: "ACCEPT's parameters", direction: down, index: 0, byte: -1, client: handshake, server: handshake },
  { what: "ACCEPT's lengths", direction: down, index: 0, byte: 11, client: protocol, server: handshake },
  { what: "BEGIN", direction: up, index: 1, byte: 50, client: aborted, server: forged },
  { what: "BEGIN's epoch", direction: up, index: 1, byte: 0, client: aborted, server: forged },
  { what: "WELCOME", direction: down, index: 1, byte: -1, client: forged, server: aborted },
  { what: "a message", direction: up, index: 2, byte: 3, client: aborted, server: forged },
  { what: "a message's tag", direction: up, index: 2, byte: -1, client: aborted, server: forged },
  { what: "a message's epoch", direction: up, index: 2, byte: 0, client: aborted, server: forged },
  { what: "an answer", direction: down, index: 2, byte: 2, client: forged, server: aborted },
];

/** Changes one bit of one packet. */
function spoil({ direction, index, byte }: Kind) {
  let count = 0;
  return (packet: Uint8Array, way: Direction) => {
    if (way !== direction || count++ !== index) return packet;
    return withFlippedBit(packet, 8 * (byte < 0 ? packet.length + byte : byte));
  };
}

// spec: P-8, H-2, H-11
describe("one changed bit on a reliable link ends the session on both sides", () => {
  it.each(kinds)("in $what", async (kind) => {
    const pair = new MachinePair({ ...byKey, tap: spoil(kind) });
    const { client, server } = pair;
    await pair.settle();
    if (client.peer && !client.closed) client.send("message");
    await pair.settle();
    if (server.peer && !server.closed) server.send("answer");
    await pair.advance(limits.refusalFloorMs);
    // A client that has no keys yet cannot say why it leaves.
    const silent = kind.direction === down && kind.index === 0;
    expect(client.error).toEqual(peerError(kind.client));
    expect(server.error).toEqual(silent ? linkError("ERR_COUNTERSIGN_TRUNCATED") : peerError(kind.server));
    if (kind.index < 2) expect([client.messages, server.messages]).toEqual([[], []]);
  });

  it.each([
    ["lost", (packet: Uint8Array) => [packet].slice(1)],
    ["repeated", (packet: Uint8Array) => [packet, packet]],
    ["cut short", (packet: Uint8Array) => packet.subarray(0, -1)],
    ["followed by another of zeros", (packet: Uint8Array) => [packet, new Uint8Array(packet.length)]],
    ["followed by an empty one", (packet: Uint8Array) => [packet, new Uint8Array()]],
  ])("when a packet is %s", async (_how, change) => {
    const pair = await establishedPair();
    const { client, server } = pair;
    pair.tap = (packet, way) => {
      pair.tap = undefined;
      return way === up ? change(packet) : packet;
    };
    for (const text of ["one", "two"]) {
      client.send(text);
      await pair.settle();
    }
    expect(server.error).toEqual(peerError(forged));
    expect(client.error).toEqual(peerError(aborted));
    expect(server.texts.length).toBeLessThan(2);
  });

  it("when two packets change places", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    const held: Uint8Array[] = [];
    pair.tap = (packet) => {
      pair.tap = undefined;
      held.push(Uint8Array.from(packet));
      return undefined;
    };
    client.send("one");
    await pair.settle();
    client.send("two");
    pair.carry(up);
    pair.inject(server, held[0] as Uint8Array);
    await pair.settle();
    expect(server.error).toEqual(peerError(forged));
    expect(server.messages).toEqual([]);
  });

  it("when a side's own packet comes back to it", async () => {
    const pair = await establishedPair();
    const { client, server } = pair;
    client.send("message");
    pair.carry(up);
    pair.inject(client, client.sent.at(-1) as Uint8Array);
    await pair.settle();
    expect(client.error).toEqual(peerError(forged));
    expect(server.error).toEqual(peerError(aborted));
  });
});

// spec: W-9
describe("a peer that is no peer of ours, on a reliable link", () => {
  it.each([
    ["another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), foreign],
    ["a packet of epoch 0", Buffer.alloc(50, 0), foreign],
    ["an empty packet", Buffer.alloc(0), foreign],
    ["a HELLO", Buffer.alloc(50, 0xc1), protocol],
    ["an ACCEPT cut off", Buffer.from("c201", "hex"), protocol],
  ] as const)("is refused by the client when it answers with %s", (_what, packet, code) => {
    const pair = new MachinePair();
    pair.carry(up);
    pair.inject(pair.client, packet);
    expect(pair.client.error).toEqual(peerError(code));
  });

  it("is refused when it holds another key", async () => {
    const pair = new MachinePair({ client: { server: cipher.ephemeralKem.generate().publicKey } });
    await pair.settle();
    expect(pair.client.error).toEqual(peerError(handshake));
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_SERVER_KEY"));
  });

  it("is refused when it only pretends to hold the key", async () => {
    const pair = new MachinePair({ server: { identities: [impostor(identity)] } });
    await pair.settle();
    expect(pair.server.sent).toEqual([]);
    await pair.advance(limits.refusalFloorMs);
    expect([pair.client.error, pair.server.error]).toEqual([peerError(handshake), peerError(handshake)]);
  });

  // spec: H-14
  it("is refused when it sends too much before it is authenticated", async () => {
    const step = () => ({ kind: "continue", send: Buffer.alloc(4_000) }) as const;
    const talkative = { mechanism: "talkative", begin: () => ({ step }) };
    const pair = new MachinePair({
      client: { authenticator: { role: "client", ...talkative } },
      server: { authenticators: [{ role: "server", ...talkative }] },
    });
    await pair.settle();
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_LIMIT"));
    expect(pair.client.error).toEqual(peerError("ERR_COUNTERSIGN_LIMIT"));
  });

  it("is refused when it names another application", async () => {
    const pair = new MachinePair({ client: { application: "another" } });
    await pair.advance(limits.refusalFloorMs);
    expect([pair.client.error, pair.server.error]).toEqual([peerError(handshake), peerError(handshake)]);
  });
});
