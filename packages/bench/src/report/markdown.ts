import type { Comparison } from "../baseline/comparison.ts";
import { sayChange } from "../baseline/words.ts";
import { kinds } from "../scenarios/kind.ts";
import { advise } from "./advice/advise.ts";
import { protectionsOf } from "./advice/protection.ts";
import { sayMedian, sayShape } from "./advice/say.ts";
import { commandOf } from "./command.ts";
import type { Report } from "./report.ts";
import { formatRatio } from "./words.ts";

/** The report for an issue or a pull request: conclusion, one table a kind, protection, where it is from. */
export function renderMarkdown(report: Report, comparison: Comparison | null): string {
  const { environment, config } = report;
  const { cpu, cores, system, versions, commit } = environment;
  const rounds = `${config.profile}, ${config.rounds} rounds, seed ${config.seed}, commit ${commit?.slice(0, 8) ?? "none"}`;
  const blocks = [
    "## Countersign benchmark",
    ...conclusionOf(report),
    ...(comparison ? comparisonOf(comparison) : []),
    ...tablesOf(report),
    ...failuresOf(report),
    protectionOf(report),
    `${inline(`${cpu}, ${cores} cores, ${system}, Node ${versions.node}, OpenSSL ${versions.openssl}`)}; ${rounds}.`,
    `\`\`\`sh\n${commandOf(report).replaceAll("`", "'")}\n\`\`\``,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function conclusionOf(report: Report): string[] {
  const { caution, choices, topics } = advise(report);
  const stamp =
    caution === null ? [] : [`> **${report.control.noisy ? "NOISY" : "NO CONCLUSION"}** ${inline(caution)}`];
  const lists = topics.map(({ title, sentences }) => {
    return [`${inline(title)}:\n`, ...sentences.map((sentence) => `- ${inline(sentence)}`)].join("\n");
  });
  return [...stamp, ...choices.map((choice) => `**${inline(choice)}**`), ...lists];
}

function comparisonOf({ baseline, rows, refusal }: Comparison): string[] {
  const verdict = refusal === null ? [] : [`> **NO VERDICT** ${inline(refusal)}.`];
  const lines = rows.map((row) => [row.id, sayChange(row)]);
  return [`### Compared with ${inline(baseline)}`, ...verdict, table(["scenario", "since then"], lines)];
}

function tablesOf({ scenarios }: Report): string[] {
  return kinds.flatMap((kind) => {
    const rows = scenarios.filter((row) => row.kind === kind.name);
    if (rows.length === 0) return [];
    const lines = rows.map((row) => {
      const ratios = [row.ratioToTls, row.ratioToRaw].map((ratio) => (ratio === null ? "" : formatRatio(ratio)));
      return [row.subject, row.transport.toUpperCase(), sayShape(row), sayMedian(row), ...ratios];
    });
    const title = `### ${kind.title} (${kind.shown.unit}, ${kind.better} is better)`;
    return [title, table(["subject", "over", "messages", "median (95 %)", "of TLS", "of raw"], lines)];
  });
}

function failuresOf({ scenarios, unavailable }: Report): string[] {
  const failed = scenarios.flatMap(({ id, error }) =>
    error === null ? [] : [`- **failed** ${inline(`${id}: ${error}`)}`],
  );
  const missing = unavailable.map(({ subject, reason }) => `- not available: ${inline(`${subject}: ${reason}`)}`);
  return failed.length + missing.length === 0 ? [] : [[...failed, ...missing].join("\n")];
}

function protectionOf({ scenarios, config }: Report): string {
  const head = [
    "subject",
    "over",
    "encryption",
    "forward secrecy",
    "who is proven",
    "against replay",
    "reliable delivery",
  ];
  const rows = protectionsOf(scenarios, config.unprotected).map((each) => [
    ...[each.subject, each.transport.toUpperCase(), each.encryption, each.forwardSecrecy],
    ...[each.authentication, each.replay, each.delivery],
  ]);
  return table(head, rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text that no Markdown reads as anything else, on one line. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>|#]/g, "\\$&");
}
