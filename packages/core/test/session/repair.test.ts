import { describe, expect, it } from "vitest";
import type { Direction } from "../../src/testing/tap.ts";
import { scripted } from "../fixtures/auth-pair.ts";
import { establishedPair, limits, MachinePair } from "../fixtures/machine-pair.ts";
import { byKey } from "../fixtures/shared-keys.ts";

/** Loses the first packets that begin with this byte. */
function losing(direction: Direction, firstByte: number, count = 1) {
  let left = count;
  return (packet: Uint8Array, way: Direction) =>
    way === direction && packet[0] === firstByte && left-- > 0 ? undefined : packet;
}

const [hello, accept, epoch0] = [0xc1, 0xc2, 0];

function isEstablished({ client, server }: MachinePair): boolean {
  return client.peer !== undefined && server.peer !== undefined;
}

// spec: H-6, H-7, A-8
describe("on a lossy link", () => {
  it.each([
    ["HELLO", losing("client-to-server", hello)],
    ["ACCEPT", losing("server-to-client", accept)],
    ["the client's proof", losing("client-to-server", epoch0)],
    ["WELCOME", losing("server-to-client", epoch0)],
  ])("%s is sent again after half a second when it was lost", async (_what, tap) => {
    const pair = new MachinePair({ lossy: true, ...byKey, tap });
    await pair.advance(499);
    expect(isEstablished(pair)).toBe(false);
    await pair.advance(1);
    expect(isEstablished(pair)).toBe(true);
    expect([pair.client.machine.packetsForged, pair.server.machine.packetsForged]).toEqual([0, 0]);
  });

  it("every one of them may be lost again and again, with longer waits", async () => {
    const taps = [
      losing("client-to-server", hello, 2),
      losing("server-to-client", accept),
      losing("client-to-server", epoch0, 2),
      losing("server-to-client", epoch0),
    ];
    const tap = (packet: Uint8Array, way: Direction) =>
      taps.every((lose) => lose(packet, way) !== undefined) ? packet : undefined;
    const pair = new MachinePair({ lossy: true, ...byKey, tap });
    await pair.advance(limits.handshakeTimeoutMs);
    expect(isEstablished(pair)).toBe(true);
    expect(pair.client.worked).toEqual(["decapsulate", "authenticate", "authenticate"]);
    expect(pair.server.worked).toEqual(["decapsulate", "authenticate"]);
  });

  it("HELLO is the same bytes each time, at growing distances", async () => {
    const times: number[] = [];
    const pair = new MachinePair({ lossy: true });
    pair.tap = (packet) => {
      if (packet[0] === hello) times.push(pair.now);
      return undefined;
    };
    await pair.advance(limits.handshakeTimeoutMs - 1);
    expect(times).toEqual([0, 500, 1_500, 3_500, 7_500]);
    expect(new Set(pair.client.sent.map((packet) => packet.toString("hex"))).size).toBe(1);
  });

  it("the same HELLO gets the same ACCEPT, from one private-key operation", async () => {
    const pair = new MachinePair({ lossy: true, tap: () => undefined });
    const { client, server } = pair;
    pair.carry("client-to-server");
    const packet = client.sent[0] as Buffer;
    server.idle = true;
    pair.inject(server, packet);
    pair.inject(server, packet);
    await pair.settle();
    expect(server.sent).toEqual([]); // at work still
    server.idle = false;
    await pair.settle();
    pair.inject(server, packet);
    await pair.settle();
    expect(server.worked).toEqual(["decapsulate"]);
    expect(server.sent).toHaveLength(2);
    expect(server.sent[1]).toEqual(server.sent[0]);
  });

  it("ACCEPT is never sent again by itself, nor WELCOME", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    await pair.settleUntil(() => pair.server.sent.length === 1);
    pair.tap = () => undefined;
    pair.client.blocked = true;
    await pair.advance(5_000);
    expect(pair.server.sent).toHaveLength(1);
    pair.client.blocked = false;
    pair.tap = (packet, way) => (way === "client-to-server" ? packet : undefined);
    await pair.settleUntil(() => pair.server.peer !== undefined);
    pair.client.blocked = true;
    await pair.advance(3_000);
    expect(pair.server.sent.filter(([first]) => first === epoch0)).toHaveLength(1);
  });

  it("what was sent again is new to the AEAD, and old to the server", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey, tap: losing("server-to-client", epoch0, 2) });
    await pair.advance(5_000);
    const proofs = pair.client.sent.filter(([first]) => first === epoch0).map((packet) => packet.toString("hex"));
    expect(proofs).toHaveLength(3);
    expect(new Set(proofs).size).toBe(3);
    expect(pair.server.worked).toEqual(["decapsulate", "authenticate"]);
  });

  it("each message has half a second of its own", async () => {
    const times: number[] = [];
    const steps = [{ kind: "continue", send: Buffer.of(1) }] as const;
    const done = { kind: "done", result: { peer: { mechanism: "scripted" } } } as const;
    const pair = new MachinePair({
      lossy: true,
      client: { authenticator: scripted("client", [...steps, ...steps, done]) },
      server: { authenticators: [scripted("server", [...steps, done])] },
    });
    pair.tap = (packet, way) => {
      if (way !== "client-to-server" || packet[0] !== epoch0) return packet;
      times.push(pair.now);
      return times.length % 2 === 1 ? undefined : packet; // the first of each message is lost
    };
    await pair.advance(5_000);
    expect(isEstablished(pair)).toBe(true);
    expect(times).toEqual([0, 500, 500, 1_000]);
  });

  // spec: S-1
  it("the server learns at once that its client has left epoch 0, and forgets its keys", async () => {
    const pair = await establishedPair({ lossy: true });
    expect(pair.client.sent.at(-1)?.[0]).toBe(1);
    const { server, client } = pair;
    const sent = server.sent.length;
    // HELLO and the proof once more: nobody is there for them.
    for (const packet of client.sent.slice(0, -1)) pair.inject(server, packet);
    await pair.settle();
    expect([server.machine.packetsForged, server.sent.length]).toEqual([client.sent.length - 1, sent]);
  });
});
