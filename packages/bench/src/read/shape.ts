/** What a value must look like, in the words of an error. */
interface Shape {
  readonly name: string;
  holds(value: unknown): boolean;
}

/** What makes `report` unfit to be drawn, or undefined. It comes from a file that anybody may have written. */
export function faultOf(report: unknown): string | undefined {
  if (!isObject(report)) return "it holds no JSON object";
  if (report.schema !== "countersign-bench/3") return `its schema is ${String(report.schema)}`;
  const scenarios = report.scenarios;
  if (!Array.isArray(scenarios)) return "scenarios is no list";
  return (
    faultIn("", report, top) ??
    faultIn("environment.", report.environment, environment) ??
    faultIn("environment.versions.", (report.environment as Fields).versions, versions) ??
    faultIn("config.", report.config, config) ??
    faultIn("control.", report.control, control) ??
    scenarios.map((each, index) => faultIn(`scenarios[${index}].`, each, scenario)).find((fault) => fault !== undefined)
  );
}

function faultIn(path: string, value: unknown, shapes: Readonly<Record<string, Shape>>): string | undefined {
  if (!isObject(value)) return `${path.slice(0, -1)} is no object`;
  const wrong = Object.entries(shapes).find(([name, shape]) => !shape.holds(value[name]));
  return wrong && `${path}${wrong[0]} is not ${wrong[1].name}`;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isInterval = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isNumber);
const isNumbers = (value: unknown) => Array.isArray(value) && value.every(isNumber);
const isDistribution = (value: unknown) =>
  isObject(value) && isNumber(value.low) && isNumber(value.high) && isNumbers(value.counts);

const isWire = (value: unknown) =>
  isObject(value) &&
  ["bytesThere", "bytesBack", "packetsThere", "packetsBack", "flights"].every((name) => isNumber(value[name]));
const isUse = (value: unknown) => isObject(value) && Object.values(value).every(isNumber);
const isCpu = (value: unknown) =>
  isObject(value) && isUse(value.client) && (value.server === null || isUse(value.server));

const text: Shape = { name: "a text", holds: (value) => typeof value === "string" };
const number: Shape = { name: "a number", holds: isNumber };
const flag: Shape = { name: "true or false", holds: (value) => typeof value === "boolean" };
const texts: Shape = {
  name: "a list of texts",
  holds: (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
};
const unavailable: Shape = {
  name: "a list of subjects with reasons",
  holds: (value) =>
    Array.isArray(value) &&
    value.every((each) => isObject(each) && text.holds(each.subject) && text.holds(each.reason)),
};
const better: Shape = { name: "lower or higher", holds: (value) => value === "lower" || value === "higher" };
const interval: Shape = { name: "two numbers", holds: isInterval };
const rounds: Shape = { name: "a list of numbers", holds: isNumbers };
const distribution: Shape = { name: "a distribution", holds: isDistribution };
const wire: Shape = { name: "a count of what went over the wire", holds: isWire };
const cpu: Shape = { name: "a profile", holds: isCpu };
const orNull = ({ name, holds }: Shape): Shape => ({
  name: `${name} or null`,
  holds: (value) => value === null || holds(value),
});
const record: Shape = { name: "an object", holds: isObject };

const top = { environment: record, config: record, control: record, unavailable };
const versions = { node: text, openssl: text, libsodium: orNull(text) };
const environment = {
  ...{ versions: record, system: text, cpu: text, cores: number, memoryBytes: number, governor: orNull(text) },
  ...{ loadBefore: number, loadAfter: number, commit: orNull(text), lockfile: orNull(text) },
};
const config = {
  ...{ profile: text, seed: number, rounds: number, tookMs: number, arguments: texts, control: text },
  ...{ unprotected: texts, receiving: text, conditions: orNull(record), relaySeed: number, relayed: orNull(record) },
};
const control = { ratio: orNull(number), interval: orNull(interval), noisy: flag };
const scenario = {
  ...{ id: text, kind: text, transport: text, subject: text, authentication: text, unit: text, better },
  ...{ size: orNull(number), packetBytes: orNull(number), median: orNull(number), interval: orNull(interval) },
  ...{ p50: orNull(number), p75: orNull(number), p99: orNull(number), max: orNull(number), lost: orNull(number) },
  ...{ rounds: number, samples: number, verified: flag, error: orNull(text) },
  ...{ load: orNull(number), wire: orNull(wire), cpu: orNull(cpu) },
  ...{ roundMedians: orNull(rounds), distribution: orNull(distribution) },
  ...{ ratioToTls: orNull(number), ratioInterval: orNull(interval), ratioToRaw: orNull(number) },
  ...{ rawInterval: orNull(interval), ratioToUdx: orNull(number), udxInterval: orNull(interval) },
};
