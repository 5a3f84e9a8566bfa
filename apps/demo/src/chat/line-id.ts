/** Names a line: the random id of a client in hex, and its number there, from 1 on. Undefined where somebody gives none. */
export function isLineId(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === "string" && /^[0-9a-f]{16}-[1-9]\d{0,14}$/.test(value));
}
