import { type Random, seededRandom } from "../statistics/random.ts";
import type { Conditions } from "./conditions.ts";

export type Fate = "passes" | "lost" | "held back";

/** What chance has in store for the packets of one client in one direction: their number alone decides, not the time. */
export class Fates {
  readonly #conditions: Conditions;
  readonly #random: Random;

  /** `purpose` tells clients and directions apart; the same seed and purpose give the same fates. */
  constructor(conditions: Conditions, seed: number, purpose: string) {
    this.#conditions = conditions;
    this.#random = seededRandom(seed, `relay/${purpose}`);
  }

  /** Of the next packet. Two draws each, so that the lost ones stay the same when others are held back. */
  next(): Fate {
    const lost = this.#random() < this.#conditions.loss;
    const held = this.#random() < this.#conditions.reorder;
    return lost ? "lost" : held ? "held back" : "passes";
  }
}
