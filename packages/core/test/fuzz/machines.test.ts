import { describe, expect, it } from "vitest";
import { encodeAuthenticationMessage } from "../../src/auth/message.ts";
import { anonymous, anyone } from "../../src/auth/none.ts";
import { concat, lv8, u8, utf8, varint } from "../../src/bytes.ts";
import { CountersignError } from "../../src/errors.ts";
import { headerBytes } from "../../src/packet/header.ts";
import { fuzz } from "../../src/testing/fuzz.ts";
import { insecurePlain } from "../../src/testing/index.ts";
import { type SeededRandom, seededRandom } from "../../src/testing/random.ts";
import type { Direction } from "../../src/testing/tap.ts";
import { AuthMessage, CloseCode, FrameType } from "../../src/wire.ts";
import { flatBytes, packets } from "../fixtures/inputs.ts";
import { MachinePair } from "../fixtures/machine-pair.ts";
import type { MachineSide } from "../fixtures/machine-side.ts";
import { seed } from "../fixtures/seed.ts";

/** A state of one side's machine: it has had so many packets of its honest peer, and may be busy with the last. */
interface State {
  readonly what: string;
  readonly role: "client" | "server";
  readonly packets: number;
  readonly busy?: boolean;
  readonly closing?: boolean;
}

const states: readonly State[] = [
  { what: "a client that waits for ACCEPT", role: "client", packets: 0 },
  { what: "a client that is busy with ACCEPT", role: "client", packets: 1, busy: true },
  { what: "a client that waits for WELCOME", role: "client", packets: 1 },
  { what: "a client that is busy with WELCOME", role: "client", packets: 2, busy: true },
  { what: "a client in a session", role: "client", packets: 2 },
  { what: "a client that closes", role: "client", packets: 2, closing: true },
  { what: "a server that waits for HELLO", role: "server", packets: 0 },
  { what: "a server that is busy with HELLO", role: "server", packets: 1, busy: true },
  { what: "a server that waits for BEGIN", role: "server", packets: 1 },
  { what: "a server that is busy with BEGIN", role: "server", packets: 2, busy: true },
  { what: "a server that has sent WELCOME", role: "server", packets: 2 },
  { what: "a server in a session", role: "server", packets: 3 },
  { what: "a server that closes", role: "server", packets: 3, closing: true },
];

const perState = Math.ceil(packets / (2 * states.length));

/**
 * Without cryptography, and without randomness, a changed packet gets as far as an authentic one: to parameters, frames
 * and messages. That is what a peer can send that holds all keys.
 */
const cipher = insecurePlain();
const identity = await cipher.generateIdentity();

describe.each([
  ["reliable", false],
  ["lossy", true],
])(`${perState} hostile packets on a %s link, seed ${seed}:`, (_link, lossy) => {
  it.each(states)(
    "$what takes them, or ends in good order",
    async (state) => {
      const random = seededRandom(seed);
      const corpus = await packetsTo(state.role, lossy);
      let visit = await Visit.begin(state, lossy, random);
      let ended = 0;
      const report = await fuzz({ seed, inputs: perState, corpus }, async (packet) => {
        await visit.take(packet);
        if (!visit.over) return;
        ended++;
        visit = await Visit.begin(state, lossy, random);
      });
      expect(ended).toBeGreaterThan(0);
      expect(report).toMatchObject({ accepted: perState, refused: {} });
      expect(report.growthBytes).toBeLessThan(flatBytes);
    },
    600_000,
  );
});

/** Hostile packets for one machine in one state. */
class Visit {
  readonly #pair: MachinePair;
  readonly #side: MachineSide;
  readonly #random: SeededRandom;
  readonly #taken: string[] = [];

  private constructor(pair: MachinePair, side: MachineSide, random: SeededRandom) {
    this.#pair = pair;
    this.#side = side;
    this.#random = random;
  }

  static async begin({ role, packets, busy, closing }: State, lossy: boolean, random: SeededRandom): Promise<Visit> {
    const pair = pairOf(lossy);
    const side = pair[role];
    let passed = 0;
    pair.tap = (packet, way) => {
      if (way !== towards(role)) return packet;
      if (passed++ >= packets) return undefined;
      if (passed === packets && busy) side.idle = true;
      return packet;
    };
    await pair.settle();
    // The first packet of epoch 1: on a lossy link it is a PING, and has come by itself.
    if (packets > passed) pair.client.send("hello");
    await pair.settle();
    if (closing) side.machine.close(pair.now);
    return new Visit(pair, side, random);
  }

  /** The session has ended, or has seen enough. */
  get over(): boolean {
    return this.#side.closed !== undefined || this.#taken.length === 50;
  }

  /** Does with the packet what a driver would, and now and then something else that could happen then. */
  async take(packet: Buffer): Promise<void> {
    const side = this.#side;
    this.#taken.push(packet.toString("hex"));
    try {
      side.arrive(packet);
      side.read(this.#pair.now);
      if (this.#random.chance(0.3)) side.idle = !side.idle;
      this.#pair.now += this.#random.integer(100);
      if (this.#random.chance(0.2)) side.machine.handleTimeout(this.#pair.now);
      if (this.#random.chance(0.05) && side.peer && !side.closed) side.machine.close(this.#pair.now);
      side.collect();
      await side.work(() => this.#pair.now);
      for (let sent = 0; side.nextPacket(this.#pair.now); sent++) {
        if (sent > 10) throw new Error("It does not stop to speak.");
      }
      side.collect();
      this.#expectOrder();
    } catch (error) {
      throw new Error(`${error}, after ${this.#taken.join(", ")}`, { cause: error });
    }
  }

  #expectOrder(): void {
    const { events, closed } = this.#side;
    const count = (kind: string) => events.filter((event) => event === kind).length;
    const inOrder = count("established") < 2 && (closed ? events.indexOf("closed") === events.length - 1 : true);
    const ownError = closed?.error === undefined || closed.error instanceof CountersignError;
    if (!inOrder || !ownError) throw new Error(`It told ${events.join()} and ended with ${closed?.error}`);
  }
}

function pairOf(lossy: boolean): MachinePair {
  const random = (bytes: number) => new Uint8Array(bytes).fill(0x5a);
  return new MachinePair({
    lossy,
    client: { cipher, random, server: identity.publicKey, authenticator: anonymous() },
    server: { cipher, random, identities: [identity], authenticators: [anyone()] },
  });
}

/** What an honest peer sends to this side in a whole session. */
async function packetsTo(role: "client" | "server", lossy: boolean): Promise<Uint8Array[]> {
  const pair = pairOf(lossy);
  const packets: Uint8Array[] = [];
  pair.tap = (packet, way) => {
    if (way === towards(role)) packets.push(Uint8Array.from(packet));
    return packet;
  };
  await pair.settle();
  for (const side of [pair.client, pair.server]) {
    for (const bytes of [5, 300]) {
      if (!lossy) side.machine.send(Buffer.alloc(bytes, 1));
      side.machine.traffic?.delivery.sendDatagram(Buffer.alloc(bytes, 2));
      await pair.settle();
    }
    side.machine.close(pair.now);
  }
  await pair.settle();
  return [...packets, ...packetsOfFrames(lossy)];
}

/** Frames that no honest peer sends together, in either epoch. */
function packetsOfFrames(lossy: boolean): Uint8Array[] {
  const begin = encodeAuthenticationMessage(AuthMessage.begin, lv8(utf8("none")));
  const [close, done] = [CloseCode.aborted, CloseCode.done].map((code) => concat(u8(FrameType.close), varint(code)));
  const [ping, received] = [u8(FrameType.ping), u8(FrameType.received)];
  const message = concat(u8(FrameType.message), lv8(utf8("message")));
  const auth = concat(u8(FrameType.auth), varint(0), lv8(begin));
  return [0, 1].flatMap((epoch) => {
    const header = concat(u8(epoch), new Uint8Array(headerBytes(!lossy) - 1).fill(9));
    const tag = new Uint8Array(16);
    return [
      [close, auth, message],
      [done, received, message, close],
      [auth, close, auth],
      [message, done, ping, received, received],
    ].map((frames) => concat(header, ...(frames as Uint8Array[]), tag));
  });
}

function towards(role: "client" | "server"): Direction {
  return role === "client" ? "server-to-client" : "client-to-server";
}
