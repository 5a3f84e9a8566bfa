/** A coordinate: tenths are finer than any screen. */
export function xy(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

/** On an axis: "1,000", "0.05", without the digits that rounding leaves. */
export function tickLabel(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 6 });
}
