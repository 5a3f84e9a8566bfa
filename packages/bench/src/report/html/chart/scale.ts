/** A logarithmic axis: equal distances are equal ratios, so nothing has to begin at zero. */
export interface Scale {
  /** Where a value lies, in units of the drawing; beyond the ends it is at the end. */
  at(value: number): number;
  readonly ticks: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** `values`: what must fit, all above zero. `from`, `to`: where the axis begins and ends in the drawing. */
export function logScale(values: readonly number[], from: number, to: number, mostTicks = 6): Scale {
  const [low, high] = padded(Math.min(...values), Math.max(...values));
  const at = (value: number) => {
    const share = Math.log(value / low) / Math.log(high / low);
    return from + (to - from) * Math.min(1, Math.max(0, share));
  };
  return { at, from, to, ticks: ticksWithin(low, high, mostTicks) };
}

/** Room at both ends; a single value gets an axis around it. */
function padded(low: number, high: number): [number, number] {
  const margin = Math.max((high / low) ** 0.06, 1.03);
  return [low / margin, high * margin];
}

/** Some of each decade, as many as fit, or every second or third decade; over less than a factor of four, even steps. */
function ticksWithin(low: number, high: number, most: number): readonly number[] {
  if (high / low < 4) return evenTicks(low, high, most);
  const decades: number[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) decades.push(10 ** power);
  const within = (ticks: readonly number[]) => ticks.filter((tick) => tick >= low && tick <= high);
  const times = (factors: readonly number[]) =>
    within(decades.flatMap((decade) => factors.map((factor) => factor * decade)));
  for (const factors of [
    [1, 2, 3, 4, 6, 8],
    [1, 2, 5],
  ])
    if (times(factors).length <= most) return times(factors);
  const ones = within(decades);
  return ones.filter((_, index) => index % Math.ceil(ones.length / most) === 0);
}

function evenTicks(low: number, high: number, most: number): readonly number[] {
  const rough = (high - low) / most;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * decade >= rough) ?? 10) * decade;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}
