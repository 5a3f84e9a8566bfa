import { kinds } from "../../scenarios/kind.ts";
import { compareRows } from "../compare-rows.ts";
import type { ScenarioReport } from "../report.ts";
import { formatBytes, formatPacket, formatValue, sayRatio, verdictOf } from "../words.ts";

/** "1.80× faster (1.70 to 1.90)"; undefined when one of the two failed, or there were too few rounds to tell. */
export function sayComparison(own: ScenarioReport, other: ScenarioReport, seed: number): string | undefined {
  const found = compareRows(own, other, seed);
  return found?.interval ? sayRatio(found.value, found.interval, wordsOf(own.kind)) : undefined;
}

/**
 * "1.80× faster than sealed-box (1.70 to 1.90)", or "not detectably different from sealed-box (0.970 to 1.04)": what stands
 * after "is". Undefined as above.
 */
export function sayAgainst(own: ScenarioReport, other: ScenarioReport, name: string, seed: number): string | undefined {
  const said = sayComparison(own, other, seed);
  if (said === undefined) return undefined;
  const [claim = "", range] = said.split(" (");
  const isAlike = claim.startsWith("no difference");
  return `${isAlike ? `not detectably different from ${name}` : `${claim} than ${name}`} (${range}`;
}

/** Whether `own` is better than `other` beyond doubt. */
export function isBetter(own: ScenarioReport, other: ScenarioReport, seed: number): boolean {
  return verdictOf(compareRows(own, other, seed)?.interval ?? null) === "better";
}

/** "1.98 ms", "57 µs": in the unit that tables use. */
export function sayValue({ kind, unit }: ScenarioReport, value: number): string {
  const { per, unit: shown } = kinds.find(({ name }) => name === kind)?.shown ?? { per: 1, unit };
  return `${formatValue(value / per)} ${shown}`;
}

/** "349 MB/s (183 to 398)". */
export function sayMedian(row: ScenarioReport): string {
  if (row.median === null) return "failed";
  const [low, high] = row.interval ?? [];
  const value = sayValue(row, row.median);
  if (low === undefined || high === undefined || low === high) return value;
  const per = kinds.find(({ name }) => name === row.kind)?.shown.per ?? 1;
  return `${value} (${formatValue(low / per)} to ${formatValue(high / per)})`;
}

/** "64 KiB in packets of 1,200 B", "64 B, 1,000 a second"; empty where there is nothing to say. */
export function sayShape({ kind, size, packetBytes, load }: Shape): string {
  const message = [
    ...(size === null ? [] : [formatBytes(size)]),
    ...(packetBytes === null ? [] : [`in packets of ${formatPacket(packetBytes)} B`]),
  ].join(" ");
  const loaded = load === null ? [] : [`${load.toLocaleString("en")} ${loadWords.get(kind) ?? "at once"}`];
  return [...(message === "" ? [] : [message]), ...loaded].join(", ");
}

type Shape = Pick<ScenarioReport, "kind" | "size" | "packetBytes" | "load">;

/** What follows the number of a load. */
const loadWords: ReadonlyMap<string, string> = new Map([["latency", "a second"]]);

/** "over TCP"; "in one process" where nothing is carried. */
export function overTransport(transport: string): string {
  return transport === "none" ? "in one process" : `over ${transport.toUpperCase()}`;
}

export function wordsOf(kind: string): { readonly better: string; readonly worse: string } {
  return kinds.find(({ name }) => name === kind)?.words ?? { better: "better", worse: "worse" };
}

/** "a, b and c". */
export function listed(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join("");
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}
