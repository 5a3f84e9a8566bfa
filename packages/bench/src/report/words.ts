import type { Kind } from "../scenarios/kind.ts";
import type { Interval } from "../statistics/bootstrap.ts";

/** Three significant digits, and never an exponent: 1180, 38.2, 0.045. */
export function formatValue(value: number): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 6));
}

/** "64 B", "16 KiB", "1 MiB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${formatValue(bytes / 1024 ** unit).replace(/\.0+$/, "")} ${units[unit]}`;
}

/** Of packets, which have no round numbers: "1,200". */
export function formatPacket(bytes: number): string {
  return bytes.toLocaleString("en");
}

/** Of a share from 0 to 1: "1.2 %". */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** "1.13×", "12.3×". */
export function formatRatio(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : formatValue(ratio)}×`;
}

export type Verdict = "better" | "worse" | "no difference" | "unknown";

/** What the interval of a ratio allows to say. */
export function verdictOf(interval: Interval | null): Verdict {
  if (!interval) return "unknown";
  const [low, high] = interval;
  return low > 1 ? "better" : high < 1 ? "worse" : "no difference";
}

/** "1.80× faster (1.70 to 1.90)", "no difference detected (0.970 to 1.04)". */
export function sayRatio(ratio: number, interval: Interval, words: Kind["words"]): string {
  const [low, high] = interval;
  const verdict = verdictOf(interval);
  if (verdict === "worse") {
    return `${formatRatio(1 / ratio)} ${words.worse} (${formatValue(1 / high)} to ${formatValue(1 / low)})`;
  }
  const range = `(${formatValue(low)} to ${formatValue(high)})`;
  return verdict === "better" ? `${formatRatio(ratio)} ${words.better} ${range}` : `no difference detected ${range}`;
}
