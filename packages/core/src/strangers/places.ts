import type { Limits } from "../limits.ts";
import type { Path } from "../link.ts";
import { addressBlock } from "./address-block.ts";
import { TokenBuckets } from "./token-buckets.ts";

/**
 * Room for strangers: how many handshakes are open, in all and from each address, and how fast an address begins them
 * (spec: H-3, H-23). What is said in the name of an address, on a path that is not proven, never takes its room.
 */
export class Places {
  readonly #limits: Limits;
  readonly #sessions: () => number;
  readonly #proven: TokenBuckets;
  readonly #unproven: TokenBuckets;
  /** Proven ones only. */
  readonly #halfOpenFrom = new Map<string, number>();
  #halfOpen = 0;

  constructor(limits: Limits, sessions: () => number) {
    this.#limits = limits;
    this.#sessions = sessions;
    this.#proven = new TokenBuckets(limits.handshakesPerSecondPerAddress, mostBuckets);
    this.#unproven = new TokenBuckets(limits.handshakesPerSecondPerAddress, mostBuckets);
  }

  get halfOpen(): number {
    return this.#halfOpen;
  }

  /** There is so much to do, in all or for that address, that a stranger shows first that it receives there (spec: H-16). */
  wantsProof(address: string, now: number): boolean {
    const { cookieAboveHalfOpen, maxHalfOpen } = this.#limits;
    if (this.#halfOpen >= Math.min(cookieAboveHalfOpen, maxHalfOpen)) return true;
    return !this.#unproven.take(addressBlock(address), now);
  }

  /** The limit that leaves no room for one more, in words. */
  fullFor(address: string, proven: boolean, now: number): string | undefined {
    const { maxHalfOpen, maxSessions, maxHalfOpenPerAddress } = this.#limits;
    if (this.#halfOpen >= maxHalfOpen) return "as many handshakes as `maxHalfOpen` allows are open";
    if (this.#sessions() + this.#halfOpen >= maxSessions) return "as many sessions as `maxSessions` allows are open";
    if (!proven) return undefined;
    const block = addressBlock(address);
    if ((this.#halfOpenFrom.get(block) ?? 0) >= maxHalfOpenPerAddress) {
      return "as many handshakes as `maxHalfOpenPerAddress` allows are open from there";
    }
    if (this.#proven.take(block, now)) return undefined;
    return "it begins more handshakes than `handshakesPerSecondPerAddress` allows";
  }

  /** Whether an address may ask for keys now: it counts as a handshake that begins, and takes no room (spec: H-26). */
  mayAsk({ address, proven }: Path, now: number): boolean {
    return (proven ? this.#proven : this.#unproven).take(addressBlock(address), now);
  }

  /** Takes room for one; returns what gives it back, once, however often it is called. */
  take(address: string, proven: boolean): () => void {
    const block = proven ? addressBlock(address) : undefined;
    this.#count(block, 1);
    let taken = true;
    return () => {
      if (taken) this.#count(block, -1);
      taken = false;
    };
  }

  #count(block: string | undefined, one: 1 | -1): void {
    this.#halfOpen += one;
    if (block === undefined) return;
    const left = (this.#halfOpenFrom.get(block) ?? 0) + one;
    if (left > 0) this.#halfOpenFrom.set(block, left);
    else this.#halfOpenFrom.delete(block);
  }
}

const mostBuckets = 10_000;
