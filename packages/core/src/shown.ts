/** A text in quotes, for an error, unless it may itself be a key that was passed in the text's place. */
export function shown(text: string): string {
  return mayBeKey(text) ? "a text that may itself be a key" : quoted(text);
}

/**
 * A text in quotes, whoever it is from: in a terminal it moves no cursor, begins no escape sequence (ECMA-48 has some of
 * one character, which JSON leaves as they are) and turns no direction of writing.
 */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The base64 or hex of 32 bytes or more and nothing else but space around it, or PEM. */
export function mayBeKey(text: string): boolean {
  return /^[A-Za-z0-9+/_-]{43,}={0,2}$|PRIVATE KEY-----/.test(text.trim());
}
