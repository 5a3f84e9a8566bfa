/**
 * Whole numbers in [0, range) for choices nobody gains from guessing: it draws four bytes from `random`, once. George
 * Marsaglia's xorshift32, "Xorshift RNGs", 2003.
 */
export function xorshift(random: (bytes: number) => Uint8Array): (range: number) => number {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  let state = a | (b << 8) | (c << 16) | (d << 24) || 1;
  return (range) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % range;
  };
}
