import type { Report } from "./report.ts";

/** What to type for the same run: the same rounds in the same order, with the same chances. */
export function commandOf({ config }: Report): string {
  const chosen = config.arguments.filter((argument) => !isAboutFiles(argument));
  const isSeeded = chosen.some((argument) => argument.startsWith("--seed="));
  return ["pnpm bench", ...chosen.map(quoted), ...(isSeeded ? [] : [`--seed=${config.seed}`])].join(" ");
}

/** Where a result goes changes nothing about it. */
function isAboutFiles(argument: string): boolean {
  return /^--(json|html|md|csv|save-baseline|compare|fail-on-regression)(=|$)/.test(argument);
}

/** For a POSIX shell. */
function quoted(argument: string): string {
  return /^[\w=.,:/%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
