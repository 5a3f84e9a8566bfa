/** A text in quotes, for an error, unless it may itself be a key that was passed in the text's place. */
export function shown(text: string): string {
  return mayBeKey(text) ? "a text that may itself be a key" : JSON.stringify(text);
}

/** The base64 or hex of 32 bytes or more and nothing else, or PEM. */
export function mayBeKey(text: string): boolean {
  return /^[A-Za-z0-9+/_-]{43,}={0,2}$|PRIVATE KEY-----/.test(text);
}
