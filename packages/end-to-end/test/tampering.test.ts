import { setImmediate } from "node:timers/promises";
import { type ConnectOptions, connect } from "@countersign/core";
import { type SeededRandom, seededRandom } from "@countersign/core/testing";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { ciphers } from "./combinations.ts";
import { type Direction, type Relay, startRelay, type Tamper } from "./relay.ts";
import { codeOf, long, parties, type Scene, scene } from "./witness.ts";

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** The packets of a session that echoes one message, in order, and the codes that a changed bit in each may lead to. */
const packets: readonly {
  what: string;
  direction: Direction;
  index: number;
  atClient: string[];
  atServer: string[];
}[] = [
  {
    what: "HELLO",
    direction: "to server",
    index: 0,
    // Version, suite and key hint are in the clear, and their change has a name of its own; so has another type.
    atClient: ["HANDSHAKE", "VERSION", "SUITE", "SERVER_KEY", "TRUNCATED"],
    atServer: ["HANDSHAKE", "VERSION", "SUITE", "SERVER_KEY", "NOT_COUNTERSIGN"],
  },
  {
    what: "ACCEPT",
    direction: "to client",
    index: 0,
    atClient: ["HANDSHAKE", "PROTOCOL", "NOT_COUNTERSIGN"],
    atServer: ["TRUNCATED"],
  },
  {
    what: "the client's proof",
    direction: "to server",
    index: 1,
    atClient: ["PEER_ABORTED"],
    atServer: ["FORGED_PACKET"],
  },
  {
    what: "the server's proof",
    direction: "to client",
    index: 1,
    atClient: ["FORGED_PACKET"],
    atServer: ["PEER_ABORTED"],
  },
  {
    what: "a message to the server",
    direction: "to server",
    index: 2,
    atClient: ["PEER_ABORTED"],
    atServer: ["FORGED_PACKET"],
  },
  {
    what: "a message to the client",
    direction: "to client",
    index: 2,
    atClient: ["FORGED_PACKET"],
    atServer: ["PEER_ABORTED"],
  },
];

// spec: P-8, H-9
describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])("%s over TCP: one changed bit", (cipherName) => {
  for (const { what, direction, index, atClient, atServer } of packets) {
    it(`in ${what} ends that session on both sides, and no other (seed ${seed})`, async () => {
      await using stage = await scene(cipherName);
      const random = seededRandom(seed);
      for (let attempt = 0; attempt < 40; attempt++) {
        const expected = stage.refusals.length + stage.endings.length + 1;
        const { tamper, changed } = flipBit(direction, index, random);
        await using relay = await startRelay(stage.server.address, tamper);
        const code = await talk(stage, relay);
        const clues = `bit ${changed.bit} of byte ${changed.byte}`;
        expect(atClient.map(long), clues).toContain(code);
        await expect.poll(() => stage.refusals.length + stage.endings.length, { message: clues }).toBe(expected);
        expect(atServer.map(long), clues).toContain([...stage.refusals, ...stage.endings].at(-1));
        stage.refusals.push(...stage.endings.splice(0));
      }
      await stage.expectUndisturbed();
    });
  }
});

// spec: S-8, P-4
describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])(
  "%s over TCP: an attacker on the path",
  (cipherName) => {
    const attacks: Record<string, [tamper: Tamper, code: string]> = {
      "who sends a packet twice": [onMessage((packet) => [packet, packet]), "ERR_COUNTERSIGN_PEER_ABORTED"],
      "who drops a packet": [onMessage(() => []), "ERR_COUNTERSIGN_PEER_ABORTED"],
      "who cuts the connection": [onMessage(() => undefined), "ERR_COUNTERSIGN_TRUNCATED"],
    };
    for (const [does, [tamper, code]] of Object.entries(attacks)) {
      it(`${does} ends the session with ${code}`, async () => {
        await using stage = await scene(cipherName);
        await using relay = await startRelay(stage.server.address, tamper);
        expect(await talk(stage, relay)).toBe(code);
        await stage.expectUndisturbed();
      });
    }

    it("who cuts the connection in the middle of a message delivers no part of it", async () => {
      await using stage = await scene(cipherName);
      await using relay = await startRelay(stage.server.address, (packet, direction, index) =>
        direction === "to client" && index === 8 ? undefined : [packet],
      );
      const session = await connect(optionsFor(stage, relay.address));
      void session.send(Buffer.alloc(1_000_000, 7));
      const received = (async () => {
        for await (const message of session) expect.fail(`${message.length} bytes arrived`);
      })();
      expect(await received.catch(codeOf)).toBe("ERR_COUNTERSIGN_TRUNCATED");
      await stage.expectUndisturbed();
    });
  },
);

function optionsFor({ cipher, identity }: Scene, address: string): ConnectOptions {
  return { transport: tcp(), address, cipher, server: identity.publicKey, authenticate: parties().client };
}

/** Connects through an attacker, says something in each of two packets, and returns the code it led to. */
async function talk(stage: Scene, relay: Relay): Promise<string> {
  try {
    const session = await connect(optionsFor(stage, relay.address));
    void session.send("first");
    await setImmediate();
    void session.send("second");
    const heard: string[] = [];
    for await (const message of session) if (heard.push(message.toString()) === 2) break;
    expect(heard).toEqual(["first", "second"]);
    return "none";
  } catch (error) {
    return codeOf(error);
  }
}

/** Does something to the first packet with a message for the server. */
function onMessage(attack: (packet: Buffer) => readonly Buffer[] | undefined): Tamper {
  return (packet, direction, index) => (direction === "to server" && index === 2 ? attack(packet) : [packet]);
}

function flipBit(direction: Direction, index: number, random: SeededRandom) {
  const changed = { byte: -1, bit: -1 };
  const tamper: Tamper = (packet, towards, at) => {
    if (towards !== direction || at !== index) return [packet];
    changed.byte = random.integer(packet.length);
    changed.bit = random.integer(8);
    packet[changed.byte] = (packet[changed.byte] ?? 0) ^ (1 << changed.bit);
    return [packet];
  };
  return { tamper, changed };
}
