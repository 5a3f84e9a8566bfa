import { wordsOf } from "../report/advice/say.ts";
import { formatValue, sayRatio } from "../report/words.ts";
import type { Change } from "./comparison.ts";

/** "1.20× slower (1.15 to 1.26), 100 then 83.3 MB/s". */
export function sayChange({ kind, unit, before, now, ratio, interval }: Change): string {
  const verdict = interval ? sayRatio(ratio, interval, wordsOf(kind)) : "too few rounds to tell";
  return `${verdict}, ${formatValue(before)} then ${formatValue(now)} ${unit}`;
}
