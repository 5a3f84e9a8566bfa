/**
 * The Mann-Whitney test: how likely two samples of one distribution are to differ by so much in ranks, on either side. By
 * the normal approximation, which is good from some twenty values on; ties count half.
 */
export function rankTest(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => ({ value, own: true })), ...other.map((value) => ({ value, own: false }))];
  all.sort((a, b) => a.value - b.value);
  let sum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end++;
    const rank = (start + 1 + end) / 2;
    for (let at = start; at < end; at++) if (all[at]?.own) sum += rank;
    start = end;
  }
  const [m, n] = [one.length, other.length];
  const u = sum - (m * (m + 1)) / 2;
  const deviation = Math.sqrt((m * n * (m + n + 1)) / 12);
  return tails(Math.abs(u - (m * n) / 2) / deviation);
}

/** Twice the upper tail of the normal distribution (Abramowitz and Stegun, 7.1.26, and its asymptote far out). */
function tails(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return series * Math.exp(-x * x);
}
