/** Bytes of a block of AES: random ciphertexts agree in so many once in 2^128 pairs. */
const blockBytes = 16;

/** Two of the recorded frames that begin with the same bytes. */
export interface Likeness {
  readonly first: number;
  readonly second: number;
  /** How many bytes are the same from the beginning on. */
  readonly bytes: number;
  /** All of them are. */
  readonly whole: boolean;
}

/** Those frames that have a block in common at their beginning. No key is needed to see it. */
export function likenesses(frames: readonly Buffer[]): readonly Likeness[] {
  const found: Likeness[] = [];
  frames.forEach((a, first) => {
    frames.slice(first + 1).forEach((b, distance) => {
      const bytes = commonPrefixBytes(a, b);
      const whole = bytes === a.length && bytes === b.length;
      if (bytes >= blockBytes) found.push({ first, second: first + 1 + distance, bytes, whole });
    });
  });
  return found;
}

function commonPrefixBytes(a: Buffer, b: Buffer): number {
  const shorter = Math.min(a.length, b.length);
  let bytes = 0;
  while (bytes < shorter && a[bytes] === b[bytes]) bytes++;
  return bytes;
}

/** Of people whose ballots were recorded in this order. */
const voters = ["alice", "bob", "carol"] as const;
export const ballots = [
  "I vote for the bridge over the harbour.",
  "I vote for the bridge to the island.",
  "I vote for the bridge over the harbour.",
] as const;

/** What Eve writes down, who knows how alice votes, since she is alice's friend. */
export function conclusions(found: readonly Likeness[]): readonly string[] {
  return found.map(({ first, second, bytes, whole }) => {
    const pair = `${voters[first]} and ${voters[second]}`;
    return whole ? `${pair} vote alike: all bytes agree` : `${pair} begin alike: ${bytes} bytes agree`;
  });
}
