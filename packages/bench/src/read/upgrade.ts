/** A report of schema 2 as one of schema 3, which adds what older runs did not keep. Anything else comes back as it is. */
export function upgraded(report: unknown): unknown {
  if (!isReportOf2(report)) return report;
  const added = { load: null, wire: null, cpu: null, roundMedians: null, distribution: null };
  const scenarios = report.scenarios.map((scenario) => ({ ...added, ...scenario }));
  return { ...report, schema: "countersign-bench/3", scenarios };
}

function isReportOf2(report: unknown): report is { readonly scenarios: readonly object[] } {
  if (typeof report !== "object" || report === null) return false;
  const { schema, scenarios } = report as Record<string, unknown>;
  return schema === "countersign-bench/2" && Array.isArray(scenarios);
}
