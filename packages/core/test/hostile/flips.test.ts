import { describe, expect, it } from "vitest";
import type { Tap } from "../../src/testing/index.ts";
import { withFlippedBit } from "../fixtures/flip.ts";
import { reliableStage } from "./conversation.ts";
import {
  accept,
  answer,
  at,
  begin,
  clientClose,
  clientReceived,
  hello,
  type Place,
  question,
  serverClose,
  serverReceived,
  welcome,
} from "./messages.ts";

/** The codes of both sides that a changed bit leads to, client first. */
type Ends = readonly [client: string, server: string];

interface Field {
  readonly name: string;
  /** Undefined: the rest of the message. */
  readonly bytes?: number;
  readonly ends: Ends | ((byte: number, bit: number) => Ends);
}

const foreign: Ends = ["TRUNCATED", "NOT_COUNTERSIGN"];
const forged: Ends = ["HANDSHAKE", "HANDSHAKE"];
const mistrusted: Ends = ["HANDSHAKE", "TRUNCATED"];
const malformed: Ends = ["PROTOCOL", "TRUNCATED"];

// W-1, for the test cipher. A client whose HELLO is answered with nothing sees only that the link ends.
const helloFields: readonly Field[] = [
  { name: "type", bytes: 1, ends: foreign },
  { name: "version", bytes: 1, ends: ["VERSION", "VERSION"] },
  { name: "client id", bytes: 8, ends: ["HANDSHAKE", "SERVER_KEY"] },
  { name: "cookie", bytes: 32, ends: forged },
  { name: "length of the suite", bytes: 1, ends: foreign },
  // The highest bit makes of ASCII what is no UTF-8.
  { name: "suite", bytes: 46, ends: (_byte, bit) => (bit === 7 ? foreign : ["SUITE", "SUITE"]) },
  { name: "key hint", bytes: 8, ends: ["SERVER_KEY", "SERVER_KEY"] },
  { name: "length of the sealed secret", bytes: 2, ends: foreign },
  { name: "sealed secret", bytes: 32, ends: forged },
  { name: "length of the ephemeral key", bytes: 2, ends: foreign },
  { name: "ephemeral key", bytes: 44, ends: forged },
  { name: "length of the payload", bytes: 2, ends: foreign },
  { name: "payload", ends: forged },
];

// C3 and C6 are handshake messages that a server does not send.
const isHandshakeType = (bit: number) => bit === 0 || bit === 2;

// W-2. A client that has no keys yet cannot say why it leaves.
const acceptFields: readonly Field[] = [
  { name: "type", bytes: 1, ends: (_, bit) => [isHandshakeType(bit) ? "PROTOCOL" : "NOT_COUNTERSIGN", "TRUNCATED"] },
  { name: "version", bytes: 1, ends: mistrusted },
  { name: "client id", bytes: 8, ends: mistrusted },
  { name: "length of the sealed secret", bytes: 2, ends: malformed },
  { name: "sealed secret", bytes: 32, ends: mistrusted },
  { name: "length of the payload", bytes: 2, ends: malformed },
  { name: "payload", ends: mistrusted },
];

// W-3, of a server that does not have the key that the client means. It is in the clear: all that a change can do is
// give a reason that is not the true one. Nobody is told that the server has refused before the client's answer.
const rejectCodes = ["HANDSHAKE", "VERSION", "SUITE", "SERVER_KEY", "BUSY", "HANDSHAKE"];
const rejected: Ends = ["SERVER_KEY", "SERVER_KEY"];
const misread: Ends = ["PROTOCOL", "SERVER_KEY"];
const rejectFields: readonly Field[] = [
  {
    name: "type",
    bytes: 1,
    // C5 and C6 are handshake messages that a client does not know.
    ends: (_, bit) => [bit < 2 ? "PROTOCOL" : "NOT_COUNTERSIGN", "SERVER_KEY"],
  },
  { name: "version", bytes: 1, ends: rejected },
  { name: "client id", bytes: 8, ends: ["HANDSHAKE", "SERVER_KEY"] },
  { name: "code", bytes: 1, ends: (_, bit) => [rejectCodes[3 ^ (1 << bit)] ?? "HANDSHAKE", "SERVER_KEY"] },
  { name: "length of the versions", bytes: 1, ends: misread },
  { name: "versions", bytes: 1, ends: rejected },
  { name: "length of the suites", bytes: 2, ends: misread },
  { name: "length of the suite", bytes: 1, ends: misread },
  { name: "suite", ends: (_, bit) => (bit === 7 ? misread : rejected) },
];

const toServer: Ends = ["PEER_ABORTED", "FORGED_PACKET"];
const toClient: Ends = ["FORGED_PACKET", "PEER_ABORTED"];

/** Each packet, what a changed bit in it leads to, and whether what was said before it has arrived. */
const packets: readonly (Place & { readonly ends: Ends; readonly asked?: boolean; readonly answered?: boolean })[] = [
  { ...begin, ends: toServer },
  { ...welcome, ends: toClient },
  { ...question, ends: toServer },
  { ...answer, ends: toClient, asked: true },
  { ...clientClose, ends: toServer, asked: true, answered: true },
  { ...serverReceived, ends: toClient, asked: true, answered: true },
  { ...serverClose, ends: toClient, asked: true, answered: true },
  // The last packet of all: its sender has heard everything and is gone.
  { ...clientReceived, ends: ["done", "FORGED_PACKET"], asked: true, answered: true },
];

// spec: H-2, H-11, W-1, W-2, W-3, W-5
describe("on a reliable link, each bit of", () => {
  it.each([
    ["HELLO", hello, helloFields],
    ["ACCEPT", accept, acceptFields],
    ["REJECT", accept, rejectFields],
  ] as const)(
    "%s, when it is changed, ends the attempt on both sides, for the reason of its field",
    async (what, place, fields) => {
      const stage = await reliableStage();
      let bytes = 1;
      for (let byte = 0; byte < bytes; byte++) {
        const field = fieldAt(fields, byte);
        for (let bit = 0; bit < 8; bit++) {
          const spoil = at(place, (packet) => {
            bytes = packet.length;
            return withFlippedBit(packet, 8 * byte + bit);
          });
          const outcome = await stage.converse(what === "REJECT" ? withOtherKeyHint(spoil) : spoil);
          const ends = typeof field.ends === "function" ? field.ends(byte, bit) : field.ends;
          expect([outcome.client, outcome.server], `bit ${bit} of byte ${byte}, ${field.name}`).toEqual(ends);
          expect([outcome.clientHeard, outcome.serverHeard]).toEqual([[], []]);
        }
      }
      expect(bytes).toBeGreaterThan(60);
    },
    120_000,
  );
});

// spec: P-2, P-8, W-9
describe("on a reliable link, each byte of", () => {
  it.each(packets)(
    "$what, when a bit of it is changed, ends the session on both sides at once",
    async (packet) => {
      const { ends, asked = false, answered = false } = packet;
      const stage = await reliableStage();
      let bytes = 1;
      for (let byte = 0; byte < bytes; byte++) {
        // All bits of the header; of what the tag covers one in each byte, another one in the next.
        for (const bit of byte === 0 ? [0, 1, 2, 3, 4, 5, 6, 7] : [byte % 8]) {
          const spoil = at(packet, (original) => {
            bytes = original.length;
            return withFlippedBit(original, 8 * byte + bit);
          });
          const outcome = await stage.converse(spoil);
          const clues = `bit ${bit} of byte ${byte}`;
          expect([outcome.client, outcome.server], clues).toEqual(ends);
          expect(outcome.tookMs, clues).toBe(0);
          expect(outcome.serverHeard, clues).toEqual(asked ? ["question"] : []);
          expect(outcome.clientHeard, clues).toEqual(answered ? ["answer"] : []);
        }
      }
      expect(bytes).toBeGreaterThan(17);
    },
    120_000,
  );
});

/** Makes the server refuse a client, which has sent all in good order. */
function withOtherKeyHint(tap: Tap): Tap {
  const changeHint = at(hello, (packet) => withFlippedBit(packet, 8 * 90));
  return (packet, way) => (way === hello.direction ? changeHint : tap)(packet, way);
}

function fieldAt(fields: readonly Field[], byte: number): Field {
  let end = 0;
  for (const field of fields) {
    end += field.bytes ?? Number.POSITIVE_INFINITY;
    if (byte < end) return field;
  }
  throw new Error(`No field has byte ${byte}.`);
}
