import { createHash } from "node:crypto";
import { PeerError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import { addressBlock } from "./address-block.ts";
import { type AttemptOutcome, Failures, type Turn } from "./failures.ts";
import { Recent } from "./recent.ts";

/** One client's attempt to authenticate, as far as it is counted. */
export interface Attempt {
  /** Resolves when it may go on under this name. Rejects with PeerError when too many failed. Call it once. */
  claim(name: string): Promise<void>;
  /** Call it once, at the end. */
  settle(outcome: AttemptOutcome): void;
}

/** Time, as far as attempts need it: milliseconds of one clock. */
export interface Time {
  now(): number;
  sleepUntil(at: number): Promise<void>;
}

/**
 * Makes guessing slow: by the name that is guessed at, wherever from, and by the address, whatever the name (spec: A-21).
 * Whoever was authenticated before from an address is counted there alone, and does not wait for what others do.
 */
export class Attempts {
  readonly #time: Time;
  readonly #names: Failures;
  readonly #blocks: Failures;
  readonly #acquaintances: Failures;
  readonly #welcome = new Recent<true>(mostWelcome);
  #failed = 0;

  constructor({ freeFailures, maxFailureDelayMs }: Pick<Limits, "freeFailures" | "maxFailureDelayMs">, time: Time) {
    this.#time = time;
    this.#names = new Failures(freeFailures, maxFailureDelayMs);
    this.#acquaintances = new Failures(freeFailures, maxFailureDelayMs);
    this.#blocks = new Failures(freeFailures * namesPerAddress, maxFailureDelayMs);
  }

  /** Attempts that were refused, since the start. */
  get failed(): number {
    return this.#failed;
  }

  /** Of a client at `address`. */
  from(address: string): Attempt {
    const block = addressBlock(address);
    let begun: readonly Begun[] = [];
    let acquaintance: string | undefined;
    const end = (outcome: AttemptOutcome | "refused") => {
      const now = this.#time.now();
      for (const { ledger, key, turn } of begun) ledger.settle(key, this.#meaning(outcome, ledger), turn, now);
      begun = [];
    };
    return {
      claim: async (claimed) => {
        const name = shortened(claimed);
        acquaintance = `${block} ${name}`;
        const now = this.#time.now();
        for (const [ledger, key] of this.#ledgersOf(block, name, acquaintance)) {
          const turn = ledger.begin(key, now);
          if (!turn) {
            end("refused");
            throw tooMany();
          }
          begun = [...begun, { ledger, key, turn }];
        }
        const at = Math.max(...begun.map(({ turn }) => turn.at));
        if (at > now) await this.#time.sleepUntil(at);
      },
      settle: (outcome) => {
        if (outcome === "failed") this.#failed++;
        end(outcome);
        if (outcome === "passed" && acquaintance) this.#welcome.set(acquaintance, true);
      },
    };
  }

  /** The address first: one that has to wait too long does not push a name's queue. */
  #ledgersOf(block: string, name: string, acquaintance: string): readonly (readonly [Failures, string])[] {
    if (this.#welcome.has(acquaintance)) return [[this.#acquaintances, acquaintance]];
    return [
      [this.#blocks, block],
      [this.#names, name],
    ];
  }

  /** Who may be one of many there clears nothing of an address, and who claims a name and leaves has tried. */
  #meaning(outcome: AttemptOutcome | "refused", ledger: Failures): AttemptOutcome {
    if (outcome === "refused") return "abandoned";
    if (ledger !== this.#blocks) return outcome;
    return outcome === "passed" ? "abandoned" : "failed";
  }
}

interface Begun {
  readonly ledger: Failures;
  readonly key: string;
  readonly turn: Turn;
}

/** A name may be as long as a message; many are kept. */
function shortened(name: string): string {
  return name.length <= 64 ? name : createHash("sha256").update(name).digest("base64");
}

function tooMany(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "Too many attempts failed under this name or from there.");
}

const mostWelcome = 10_000;
/** An address may belong to so many people who mistype. */
const namesPerAddress = 4;
