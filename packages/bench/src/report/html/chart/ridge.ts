import type { Distribution } from "../../../statistics/distribution.ts";
import { html, type Markup } from "../markup.ts";
import { xy } from "./number.ts";
import type { Scale } from "./scale.ts";

/** The samples as a hill on `baseline`, `height` at its top; all its bins are equally wide, as the axis is logarithmic, too. */
export function ridge(
  { low, high, counts }: Distribution,
  per: number,
  scale: Scale,
  baseline: number,
  height: number,
): Markup {
  const smooth = smoothed(counts);
  const most = Math.max(...smooth);
  const [left, right] = [scale.at(low / per), scale.at(high / per)];
  const points = smooth.map((count, bin) => {
    const x = left + ((bin + 0.5) / counts.length) * (right - left);
    return `${xy(x)} ${xy(baseline - (count / most) * height)}`;
  });
  return html`<path class="ridge" d="M${xy(left)} ${xy(baseline)}L${points.join("L")}L${xy(right)} ${xy(baseline)}Z"/>`;
}

/** Each bin with half of its neighbours: a hundred samples in 32 bins are ragged by chance alone. */
function smoothed(counts: readonly number[]): readonly number[] {
  return counts.map((count, bin) => (counts[bin - 1] ?? count) / 4 + count / 2 + (counts[bin + 1] ?? count) / 4);
}
