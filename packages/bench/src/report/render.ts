import { sayConditions } from "../relay/conditions.ts";
import { kinds } from "../scenarios/kind.ts";
import { transportNames } from "../scenarios/shape.ts";
import { renderCpu } from "./cpu.ts";
import type { Paint } from "./paint.ts";
import { renderConclusion } from "./render-conclusion.ts";
import type { Report, ScenarioReport } from "./report.ts";
import { renderTable } from "./table.ts";
import { formatRatio, formatValue } from "./words.ts";

/** The report as text of at most 100 columns. */
export function renderReport(report: Report, paint: Paint): string {
  const { scenarios, config } = report;
  const tables = kinds.flatMap((kind) =>
    transportNames.flatMap((transport) => {
      const own = scenarios.filter((scenario) => scenario.kind === kind.name && scenario.transport === transport);
      return own.length === 0 ? [] : [...renderTable(kind, transport, own, config.unprotected, paint), ""];
    }),
  );
  const failed = scenarios.filter(({ error }) => error !== null);
  const lines = [
    ...renderHeading(report, paint),
    "",
    ...tables,
    ...renderCpu(scenarios, paint),
    ...failed.map(({ id, error }) => paint("red", `✗ ${id}: ${error}`)),
    ...report.unavailable.map(({ subject, reason }) => paint("yellow", `${subject} is not available: ${reason}`)),
    ...renderConclusion(report, paint),
    renderVerified(scenarios, paint),
    renderControl(report, paint),
    ...renderRelay(report),
    ...boundaries.map((line) => paint("dim", line)),
  ];
  return `${lines.join("\n")}\n`;
}

function renderHeading({ config, environment }: Report, paint: Paint): string[] {
  const { cpu, cores, system, versions, commit } = environment;
  const rounds = `${config.rounds} ${config.rounds === 1 ? "round" : "rounds"} in ${Math.round(config.tookMs / 1000)} s`;
  const where = [cpu, `${cores} cores`, system, `Node ${versions.node}`, `OpenSSL ${versions.openssl}`];
  return [
    `${paint("bold", "Countersign benchmark")}  ${config.profile}, ${rounds}, seed ${config.seed}, ${commit?.slice(0, 8) ?? "no commit"}`,
    paint("dim", where.join(" · ")),
  ];
}

function renderVerified(scenarios: readonly ScenarioReport[], paint: Paint): string {
  const verified = scenarios.filter((scenario) => scenario.verified).length;
  const samples = scenarios.reduce((sum, scenario) => sum + scenario.samples, 0);
  if (verified < scenarios.length) return paint("red", `${scenarios.length - verified} of ${scenarios.length} failed`);
  return paint("green", `✓ ${verified} scenarios, ${samples} samples: every message arrived, in order and unchanged`);
}

function renderControl({ control, config }: Report, paint: Paint): string {
  const { ratio, interval, noisy } = control;
  const range = interval ? ` (${interval.map(formatValue).join(" to ")})` : " (too few rounds)";
  const found = `A/A control ${ratio === null ? "failed" : formatRatio(ratio) + range} on ${config.control}`;
  return noisy ? `${paint("bold", paint("yellow", "NOISY"))} trust no comparison: ${found}` : paint("dim", found);
}

/** What stood in the way of UDP, and whether it was the relay itself that was measured. */
function renderRelay({ config: { conditions, relaySeed, relayed } }: Report): string[] {
  if (!relayed) return [];
  const { received, lost, heldBack, congested, overflowed } = relayed;
  const what = conditions ? sayConditions(conditions) : "for shared bottlenecks only";
  const losses = `${lost} by chance, ${congested} at the bottleneck, ${overflowed} by the relay's own limit`;
  return [`Relay for UDP: ${what}; seed ${relaySeed}`, `  ${received} packets, ${heldBack} held back; lost: ${losses}`];
}

const boundaries = [
  "Ratios are to tls13-rsa2048; above 1 is better, ≈ means that no difference was detected.",
  "TLS proves the server alone (certificate), sessions prove both sides (hmac) and read with batches().",
  "Not measured: a network between two machines. All processes share this one.",
];
