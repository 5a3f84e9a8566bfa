/** One line that says what went wrong, with its code and its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && !error.message.includes(String(error.code)) ? ` (${error.code})` : "";
  const cause = error.cause === undefined ? "" : `: ${reasonOf(error.cause)}`;
  return `${error.message}${code}${cause}`.replaceAll(/\s+/g, " ");
}
