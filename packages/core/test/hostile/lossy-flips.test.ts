import { describe, expect, it } from "vitest";
import type { Direction, Tap } from "../../src/testing/index.ts";
import { withFlippedBit } from "../fixtures/flip.ts";
import { seed } from "../fixtures/seed.ts";
import { lossyStage, type Stage } from "./conversation.ts";

/** The packets of a conversation over the simulated network, by direction and order. */
const packets: readonly [what: string, direction: Direction, index: number][] = [
  ["HELLO", "client-to-server", 0],
  ["ACCEPT", "server-to-client", 0],
  ["the client's proof", "client-to-server", 1],
  ["the server's proof", "server-to-client", 1],
  ["the client's first PING", "client-to-server", 2],
  ["the question", "client-to-server", 3],
  ["the answer", "server-to-client", 2],
  ["the client's end", "client-to-server", 4],
  ["the server's end", "server-to-client", 3],
  ["the client's last word", "client-to-server", 5],
];

// spec: H-11, H-6, A-8, P-8
describe("on a lossy link, each byte of", { timeout: 120_000 }, () => {
  it.each(packets)(
    "%s may be changed: the session comes about all the same, and it is counted",
    async (what, way, index) => {
      const stage = await lossyStage(seed);
      let bytes = 1;
      for (let byte = 0; byte < bytes; byte++) {
        for (const bit of byte === 0 ? [0, 1, 2, 3, 4, 5, 6, 7] : [byte % 8]) {
          const spoil = nth(way, index, (packet) => {
            bytes = packet.length;
            return withFlippedBit(packet, 8 * byte + bit);
          });
          const { noticed } = await expectAgreement(stage, spoil, `bit ${bit} of byte ${byte}`);
          expect(noticed > 0, `bit ${bit} of byte ${byte}`).toBe(!isSilent(what, byte, bit));
        }
      }
      expect(bytes).toBeGreaterThan(20);
    },
    120_000,
  );

  // spec: H-7, a repeated HELLO is the same whatever its cookie
  it("HELLO's cookie may be changed and ACCEPT lost after it", async () => {
    const stage = await lossyStage(seed);
    for (let byte = 10; byte < 42; byte++) {
      const cookie = nth("client-to-server", 0, (packet) => withFlippedBit(packet, 8 * byte + (byte % 8)));
      const loss = nth("server-to-client", 0, () => undefined);
      await expectAgreement(
        stage,
        (packet, way) => (way === "client-to-server" ? cookie : loss)(packet, way),
        `${byte}`,
      );
    }
  });
});

/** What nobody has reason to notice. */
function isSilent(what: string, byte: number, bit: number): boolean {
  // The cookie is no part of the transcript, and on a path that is not proven it may be anything (W-1, H-2).
  if (what === "HELLO") return byte >= 10 && byte < 42;
  // Number 0 of epoch 1 becomes number 0 of epoch 0, which has arrived before. Repeats are counted in epoch 1 alone.
  return what === "the client's first PING" && byte === 0 && bit === 0;
}

async function expectAgreement(stage: Stage, tap: Tap, clues: string) {
  const outcome = await stage.converse(tap);
  expect(outcome.client, clues).toBe("done");
  expect(outcome.server, clues).toBe("done");
  expect(outcome.serverHeard, clues).toEqual(["question"]);
  expect(outcome.clientHeard, clues).toEqual(["answer"]);
  return outcome;
}

/** Changes one packet of one direction. */
function nth(direction: Direction, index: number, change: Tap): Tap {
  let seen = 0;
  return (packet, way) => (way === direction && seen++ === index ? change(packet, way) : packet);
}
