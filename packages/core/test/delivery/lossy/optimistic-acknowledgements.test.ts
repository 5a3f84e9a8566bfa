import { describe, expect, it } from "vitest";
import type { CongestionController } from "../../../src/delivery/lossy/congestion/congestion-controller.ts";
import { ModelBased } from "../../../src/delivery/lossy/congestion/model-based.ts";
import { NewReno } from "../../../src/delivery/lossy/congestion/new-reno.ts";
import { LossyDelivery } from "../../../src/delivery/lossy/lossy-delivery.ts";
import { type SeededRandom, seededRandom } from "../../../src/testing/random.ts";
import { peerError } from "../../fixtures/failure.ts";
import { seed } from "../../fixtures/seed.ts";

const packetBytes = 1_200;
const endless = new Uint8Array(2 ** 26);
/** The largest distance of two numbers that are left out. */
const mostApart = 527;

type Kind = "ModelBased" | "NewReno";

/** A sender that has endless data for a peer that acknowledges what it did not get. */
class Attacked {
  readonly controller: CongestionController;
  /** What it gave out in all, and the most that was in flight at a time. */
  sentBytes = 0;
  mostInFlight = 0;
  readonly #delivery: LossyDelivery;
  #number = 0;

  constructor(kind: Kind, random: SeededRandom) {
    this.controller = kind === "NewReno" ? new NewReno(packetBytes) : new ModelBased(packetBytes, random.bytes);
    this.#delivery = new LossyDelivery({
      basePacketBytes: packetBytes,
      maxPacketBytes: packetBytes,
      aroundBytes: 23,
      creditBytes: 2 ** 50,
      maxMessageBytes: 2 ** 20,
      windowBytes: 2 ** 20,
      peerMaxDatagramBytes: 1_000,
      makeController: () => this.controller,
      random: random.bytes,
    });
    this.#delivery.send(endless);
  }

  /** Sends what may leave now. Returns the first number that is new, and the number behind the last. */
  send(now: number): [from: number, to: number] {
    const { sender } = this.#delivery;
    sender.handleTimeout(now);
    const from = this.#number;
    const packet = new Uint8Array(packetBytes);
    while (sender.nextBytes(now) > 0) {
      if (sender.skips(this.#number)) this.#number++;
      sender.write(packet, 0, this.#number++, now);
      this.sentBytes += packetBytes;
    }
    this.mostInFlight = Math.max(this.mostInFlight, sender.recovery.inFlightBytes);
    return [from, this.#number];
  }

  /** One ACK frame for `smallest` to `largest`. Throws what ends the session. */
  acknowledge(smallest: number, largest: number, now: number): void {
    this.#delivery.handleAckRange(smallest, largest);
    this.#delivery.sender.recovery.handleAckEnd(0, now);
  }
}

/** Until the session ends. `roundTripMs`: that the peer pretends; `lie`: whether it names a number. */
function attack(kind: Kind, random: SeededRandom, roundTripMs: number, lie: () => boolean): Attacked {
  const attacked = new Attacked(kind, random);
  const run = () => {
    for (let now = 0; now < 60_000; now += roundTripMs) {
      const [from, to] = attacked.send(now);
      for (let number = from; number < to; number++) {
        if (lie()) attacked.acknowledge(number, number, now + roundTripMs / 2);
      }
    }
  };
  expect(run).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  return attacked;
}

// spec: R-6
describe.each(["ModelBased", "NewReno"] as const)(
  `%s, of a peer that acknowledges what it cannot have, seed ${seed},`,
  (kind) => {
    it("gives out four megabytes at most before the session ends, whatever round trip it pretends", () => {
      for (let round = 0; round < 30; round++) {
        for (const roundTripMs of [0.02, 1, 20, 200]) {
          const attacked = attack(kind, seededRandom(seed + round), roundTripMs, () => true);
          // What was acknowledged up to the first number that is left out, and a window that grew by it.
          expect(attacked.sentBytes).toBeLessThan(6 * mostApart * packetBytes);
          expect(attacked.mostInFlight).toBeLessThanOrEqual(attacked.sentBytes);
        }
      }
    });

    it("is not misled for long by one that names only some", () => {
      for (let round = 0; round < 10; round++) {
        const random = seededRandom(seed + round);
        const attacked = attack(kind, random, 20, () => random.chance(0.5));
        expect(attacked.sentBytes).toBeLessThan(40 * mostApart * packetBytes);
      }
    });
  },
);
