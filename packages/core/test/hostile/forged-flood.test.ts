import { describe, expect, it } from "vitest";
import { encodeReject } from "../../src/handshake/reject.ts";
import { encodeRetry } from "../../src/handshake/retry.ts";
import { type SeededRandom, seededRandom } from "../../src/testing/random.ts";
import { RejectCode } from "../../src/wire.ts";
import { establishedPair, type MachinePair } from "../fixtures/machine-pair.ts";
import type { MachineSide } from "../fixtures/machine-side.ts";
import { seed } from "../fixtures/seed.ts";

const elsewhere = { address: "elsewhere", proven: false };

/** An open session on a lossy link that has carried something both ways and is silent now. */
async function openSession(): Promise<MachinePair> {
  const pair = await establishedPair({ lossy: true });
  pair.clientPath = { address: "home", proven: false };
  for (let count = 0; count < 20; count++) {
    pair.client.send(`up ${count}`);
    pair.server.send(`down ${count}`);
    await pair.settle();
  }
  await pair.advance(20_000);
  return pair;
}

/** Everything of a side that somebody else could have changed, but for the two counters. */
function stateOf({ machine, ...side }: MachineSide, now: number) {
  const { stats } = machine.traffic?.channel ?? {};
  return {
    ...{ sent: side.sent.length, events: side.events.length, worked: side.worked.length },
    ...{ messages: side.messages.length, migrations: side.migrations.length, closed: side.closed },
    ...{ ...stats, packetsReplayed: 0 },
    ...machine.traffic?.pathStats,
    timeout: machine.nextTimeout(now),
    size: machine.pollSize(now),
  };
}

const counted = ({ machine }: MachineSide) =>
  machine.packetsForged + (machine.traffic?.channel.stats.packetsReplayed ?? Number.NaN);

/** Hands a side packets, each from home or from elsewhere: none changes anything but one counter by one. */
function expectOnlyCounted(pair: MachinePair, to: MachineSide, packets: Iterable<Uint8Array>): void {
  const before = stateOf(to, pair.now);
  const countedBefore = counted(to);
  let sent = 0;
  for (const packet of packets) {
    to.machine.handlePacket(packet, pair.now, ++sent % 2 === 0 ? pair.clientPath : elsewhere);
    if (to.machine.pollSize(pair.now) !== before.size) throw new Error(`Packet ${sent} is answered.`);
  }
  to.collect();
  expect(counted(to) - countedBefore).toBe(sent);
  expect(stateOf(to, pair.now)).toEqual(before);
}

async function expectAlive(pair: MachinePair): Promise<void> {
  pair.client.send("still there?");
  pair.server.send("yes");
  await pair.advance(1_000);
  expect([pair.client.texts.at(-1), pair.server.texts.at(-1)]).toEqual(["yes", "still there?"]);
  expect([pair.client.closed, pair.server.closed, pair.server.migrations]).toEqual([undefined, undefined, []]);
}

/** Random bytes, genuine packets with something changed or cut off, and such with the numbers of packets to come. */
function* forgeries(random: SeededRandom, genuine: readonly Buffer[], count: number): Generator<Uint8Array> {
  for (let made = 0; made < count; made++) {
    const packet = Buffer.from(genuine[random.integer(genuine.length)] as Buffer);
    const kind = made % 4;
    if (kind === 0) yield random.bytes(1 + random.integer(100));
    else if (kind === 1) yield packet.subarray(0, 1 + random.integer(packet.length - 1));
    else {
      if (kind === 3 && packet.length > 7) packet.writeUIntBE(random.integer(2 ** 32), 1, 6);
      const at = kind === 3 ? packet.length - 1 : random.integer(packet.length);
      packet[at] = (packet[at] as number) ^ (1 << random.integer(8));
      yield packet;
    }
  }
}

// spec: P-7, P-8, H-11
describe(`an open session on a lossy link, seed ${seed},`, { timeout: 120_000 }, () => {
  it("counts 100,000 forged and random packets at each end, and nothing else comes of them", async () => {
    const pair = await openSession();
    const random = seededRandom(seed);
    const genuine = [...pair.client.sent, ...pair.server.sent];
    for (const side of [pair.client, pair.server]) expectOnlyCounted(pair, side, forgeries(random, genuine, 100_000));
    await expectAlive(pair);
  });

  it("counts every packet of its own that comes again, from wherever it comes, at either end", async () => {
    const pair = await openSession();
    const all = [...pair.client.sent, ...pair.server.sent];
    for (const side of [pair.client, pair.server]) {
      for (let round = 0; round < 2; round++) {
        expectOnlyCounted(
          pair,
          side,
          all.map((packet) => Uint8Array.from(packet)),
        );
      }
    }
    await expectAlive(pair);
  });

  // spec: H-13, H-18
  it("counts handshake messages of all kinds, REJECT with its own client id among them", async () => {
    const pair = await openSession();
    const [hello, accept] = [pair.client.sent[0] as Buffer, pair.server.sent[0] as Buffer];
    const clientId = hello.subarray(2, 10);
    const messages = [hello, accept, encodeRetry({ clientId, cookie: new Uint8Array(32) })];
    for (const code of Object.values(RejectCode)) {
      messages.push(encodeReject({ clientId, code, versions: [2], suites: ["another"] }) as Buffer);
    }
    for (const side of [pair.client, pair.server]) {
      for (let time = 0; time < 4; time++)
        expectOnlyCounted(
          pair,
          side,
          messages.map((each) => Uint8Array.from(each)),
        );
    }
    await expectAlive(pair);
  });
});
