import { bytesOf, ceilingOf, numberOf, power } from "./big.ts";
import { digits, type ToyPublicKey, toyBytes } from "./toy-rsa.ts";

/** Says whether a ciphertext decrypts to something that is padded as it should be. */
export type Oracle = (sealed: Buffer) => Promise<boolean>;

/** The message may lie from `low` to `high`, both included. */
interface Interval {
  readonly low: bigint;
  readonly high: bigint;
}

// What is padded begins with the digits 0 and 2: it lies from 2B up to, but not including, 3B.
const b = 16n ** BigInt(digits - 2);
const lowest = 2n * b;
const highest = 3n * b - 1n;

/**
 * Bleichenbacher's attack (CRYPTO 1998, §3.1, whose steps are named here) on a ciphertext whose padding is right:
 * resolves with the padded block, as digits, and without the private key.
 */
export async function decryptByAsking(publicKey: ToyPublicKey, sealed: Buffer, oracle: Oracle): Promise<string> {
  const { n, e } = publicKey;
  const c = numberOf(sealed);
  const fits = (s: bigint) => oracle(bytesOf((c * power(s, e, n)) % n, toyBytes));
  // Step 2a: the smallest multiple of the message that is padded rightly again.
  let s = await firstThatFits(ceilingOf(n, 3n * b), fits);
  let intervals = narrow([{ low: lowest, high: highest }], s, n);
  for (;;) {
    const [only] = intervals;
    if (intervals.length === 1 && only?.low === only?.high)
      return (only as Interval).low.toString(16).padStart(digits, "0");
    // Steps 2b and 2c: the next multiple, which is quickly found once a single interval is left.
    s = intervals.length === 1 ? await nextThatFits(only as Interval, s, n, fits) : await firstThatFits(s + 1n, fits);
    intervals = narrow(intervals, s, n);
  }
}

async function firstThatFits(from: bigint, fits: (s: bigint) => Promise<boolean>): Promise<bigint> {
  let s = from;
  while (!(await fits(s))) s++;
  return s;
}

async function nextThatFits(
  { low, high }: Interval,
  before: bigint,
  n: bigint,
  fits: (s: bigint) => Promise<boolean>,
): Promise<bigint> {
  for (let r = ceilingOf(2n * (high * before - lowest), n); ; r++) {
    const last = (highest + r * n) / low;
    for (let s = ceilingOf(lowest + r * n, high); s <= last; s++) if (await fits(s)) return s;
  }
}

/** Step 3: what is left of the intervals, when the message times `s` is padded rightly too. */
function narrow(intervals: readonly Interval[], s: bigint, n: bigint): Interval[] {
  const left = new Map<string, Interval>();
  for (const { low, high } of intervals) {
    const last = (high * s - lowest) / n;
    for (let r = ceilingOf(low * s - highest, n); r <= last; r++) {
      const from = max(low, ceilingOf(lowest + r * n, s));
      const to = min(high, (highest + r * n) / s);
      if (from <= to) left.set(`${from} ${to}`, { low: from, high: to });
    }
  }
  return [...left.values()];
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);
const min = (a: bigint, b: bigint) => (a < b ? a : b);
