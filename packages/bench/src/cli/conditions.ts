import { type Conditions, calm } from "../relay/conditions.ts";
import { invalid } from "./invalid.ts";

/** As typed. */
export interface ConditionTexts {
  readonly loss?: string | undefined;
  readonly delay?: string | undefined;
  readonly reorder?: string | undefined;
  readonly rate?: string | undefined;
}

/** Null when nothing was typed: there is no relay. Throws UsageError on what it cannot read. */
export function parseConditions({ loss, delay, reorder, rate }: ConditionTexts): Conditions | null {
  if ([loss, delay, reorder, rate].every((text) => text === undefined)) return null;
  return {
    loss: loss === undefined ? calm.loss : percent("--loss", loss),
    delayMs: delay === undefined ? calm.delayMs : milliseconds(delay),
    reorder: reorder === undefined ? calm.reorder : percent("--reorder", reorder),
    bytesPerSecond: rate === undefined ? calm.bytesPerSecond : bytesPerSecond(rate),
  };
}

function percent(flag: string, text: string): number {
  const value = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]);
  if (value <= mostPercent) return value / 100;
  throw invalid(`${flag} is a share from 0% to ${mostPercent}%, as in 1%, not "${text}"`);
}

function milliseconds(text: string): number {
  const value = Number(/^(\d+(?:\.\d+)?)ms$/.exec(text)?.[1]);
  if (value <= mostDelayMs) return value;
  throw invalid(`--delay is the time added to a round trip, 0ms to ${mostDelayMs}ms, as in 20ms, not "${text}"`);
}

function bytesPerSecond(text: string): number {
  const [, number, prefix] = /^(\d+(?:\.\d+)?)([kMG])B\/s$/.exec(text) ?? [];
  const value = Number(number) * (prefixes.get(prefix) ?? Number.NaN);
  if (value >= leastBytesPerSecond && value <= mostBytesPerSecond) return value;
  throw invalid(`--rate is from 10kB/s to 10GB/s, as in 100MB/s, not "${text}"`);
}

const prefixes: ReadonlyMap<string | undefined, number> = new Map([
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
]);
const mostPercent = 50;
const mostDelayMs = 2_000;
const leastBytesPerSecond = 10e3;
const mostBytesPerSecond = 10e9;
