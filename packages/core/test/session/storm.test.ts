import { describe, expect, it } from "vitest";
import { LinkError, PeerError } from "../../src/errors.ts";
import { type SeededRandom, seededRandom } from "../../src/testing/random.ts";
import type { Tap } from "../../src/testing/tap.ts";
import { HandshakeType } from "../../src/wire.ts";
import { cipherWith } from "../fixtures/cipher-with.ts";
import { withFlippedBit } from "../fixtures/flip.ts";
import { hex } from "../fixtures/hex.ts";
import { limits, MachinePair } from "../fixtures/machine-pair.ts";
import { seed } from "../fixtures/seed.ts";
import { byKey } from "../fixtures/shared-keys.ts";
import { watched } from "../fixtures/watched-cipher.ts";

const rounds = 40;

/**
 * Loses, repeats, changes and delays packets, by chance. A HELLO is not changed: were the first to come a changed one,
 * its sender would be another stranger, whom a listener meets apart.
 */
function storm(random: SeededRandom): Tap {
  const held: Uint8Array[] = [];
  return (packet) => {
    const passed: Uint8Array[] = random.chance(0.2) ? [] : [Uint8Array.from(packet)];
    const hello = packet[0] === HandshakeType.hello;
    if (random.chance(0.2)) passed.push(Uint8Array.from(packet));
    if (random.chance(0.2) && !hello) passed.push(withFlippedBit(packet, random.integer(packet.length * 8)));
    if (random.chance(0.2)) held.push(Uint8Array.from(packet));
    return random.chance(0.3) ? [...passed, ...held.splice(0)] : passed;
  };
}

/** Changes, loses or repeats one packet in so many. */
function vandal(random: SeededRandom, oneIn: number): Tap {
  return (packet) => {
    if (!random.chance(1 / oneIn)) return packet;
    const kind = random.integer(3);
    if (kind === 0) return [];
    return kind === 1 ? [packet, packet] : withFlippedBit(packet, random.integer(packet.length * 8));
  };
}

/** A client that has waited too long for WELCOME tells the server, which has a session by then. */
function gaveUp({ closed }: MachinePair["client"]): boolean {
  return (closed?.error as LinkError | undefined)?.code === "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT";
}

async function talk(pair: MachinePair, random: SeededRandom, turn: number): Promise<void> {
  for (const side of [pair.client, pair.server]) {
    if (!side.peer || side.closed) continue;
    for (let i = random.integer(4); i > 0; i--)
      side.machine.traffic?.delivery.sendDatagram(Buffer.from(`${turn} ${i}`));
  }
  await pair.advance(random.integer(700));
}

describe(`whatever happens on the way, seed ${seed}`, () => {
  it("a session on a lossy link goes on, and gets each datagram once at most, from its peer alone", async () => {
    const random = seededRandom(seed);
    let established = 0;
    for (let round = 0; round < rounds; round++) {
      const cipher = watched(cipherWith({ maxPackets: 8 }));
      const [client, server] = [
        { ...byKey.client, cipher },
        { ...byKey.server, cipher },
      ];
      const pair = new MachinePair({ lossy: true, client, server, tap: storm(random) });
      for (let turn = 0; turn < 30; turn++) await talk(pair, random, turn);
      for (const [side, other] of [
        [pair.client, pair.server],
        [pair.server, pair.client],
      ] as const) {
        if (side.closed && !gaveUp(other)) expect(side.error).toBeInstanceOf(LinkError);
        const received = side.datagrams.map(String);
        expect(new Set(received).size).toBe(received.length);
        expect(received.every((text) => /^\d+ \d+$/.test(text))).toBe(true);
      }
      expect(cipher.repeats).toBe(0);
      if (!pair.client.binding || !pair.server.binding) continue;
      established++;
      expect(hex(pair.client.binding)).toBe(hex(pair.server.binding));
    }
    expect(established).toBeGreaterThan(rounds / 2);
  });

  it("a session on a reliable link delivers a beginning of what was sent, then ends on both sides", async () => {
    const random = seededRandom(seed);
    for (let round = 0; round < rounds; round++) {
      const pair = new MachinePair({ ...byKey, tap: vandal(random, 1 + random.integer(20)) });
      const { client, server } = pair;
      const sent: string[] = [];
      for (let turn = 0; turn < 200 && !client.closed && !server.closed; turn++) {
        if (client.peer) {
          sent.push(`${turn} ${"x".repeat(random.integer(100_000))}`);
          client.send(sent.at(-1) as string);
        }
        await pair.settle();
        await pair.advance(random.integer(10));
      }
      await pair.advance(limits.handshakeTimeoutMs + 2 * limits.idleTimeoutMs);
      for (const side of [client, server]) expect([LinkError, PeerError]).toContain(side.error.constructor);
      expect(server.texts).toEqual(sent.slice(0, server.texts.length));
    }
  });
});
