import type { Report, ScenarioReport } from "./report.ts";

/** One line for each scenario under one of names, numbers as they were found (RFC 4180, with CRLF). Empty: there is none. */
export function renderCsv({ scenarios }: Report): string {
  const lines = [columns.map(([name]) => name), ...scenarios.map((row) => columns.map(([, value]) => value(row)))];
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

type Value = string | number | boolean | null | undefined;

function field(value: Value): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const columns: readonly (readonly [name: string, value: (row: ScenarioReport) => Value])[] = [
  ["id", ({ id }) => id],
  ["kind", ({ kind }) => kind],
  ["transport", ({ transport }) => transport],
  ["subject", ({ subject }) => subject],
  ["authentication", ({ authentication }) => authentication],
  ["size", ({ size }) => size],
  ["packet", ({ packetBytes }) => packetBytes],
  ["load", ({ load }) => load],
  ["unit", ({ unit }) => unit],
  ["better", ({ better }) => better],
  ["median", ({ median }) => median],
  ["low", ({ interval }) => interval?.[0]],
  ["high", ({ interval }) => interval?.[1]],
  ["p50", ({ p50 }) => p50],
  ["p75", ({ p75 }) => p75],
  ["p99", ({ p99 }) => p99],
  ["max", ({ max }) => max],
  ["lost", ({ lost }) => lost],
  ["ratio_to_tls", ({ ratioToTls }) => ratioToTls],
  ["ratio_to_tls_low", ({ ratioInterval }) => ratioInterval?.[0]],
  ["ratio_to_tls_high", ({ ratioInterval }) => ratioInterval?.[1]],
  ["ratio_to_raw", ({ ratioToRaw }) => ratioToRaw],
  ["ratio_to_raw_low", ({ rawInterval }) => rawInterval?.[0]],
  ["ratio_to_raw_high", ({ rawInterval }) => rawInterval?.[1]],
  ["ratio_to_udx", ({ ratioToUdx }) => ratioToUdx],
  ["ratio_to_udx_low", ({ udxInterval }) => udxInterval?.[0]],
  ["ratio_to_udx_high", ({ udxInterval }) => udxInterval?.[1]],
  ["bytes_there", ({ wire }) => wire?.bytesThere],
  ["bytes_back", ({ wire }) => wire?.bytesBack],
  ["flights", ({ wire }) => wire?.flights],
  ["rounds", ({ rounds }) => rounds],
  ["samples", ({ samples }) => samples],
  ["verified", ({ verified }) => verified],
  ["error", ({ error }) => error],
];
