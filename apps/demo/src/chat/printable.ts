/**
 * Text as it may be shown in a terminal: whatever would move the cursor, start an escape sequence (ECMA-48), begin a
 * new line or turn the direction of writing is shown as a sign instead.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(controlPictures + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

// A tab is as harmless as a space. Bidi_Control: Unicode Standard Annex #9.
const unprintable = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu;

/** The block "Control Pictures" has a sign for each of the first 32. */
const controlPictures = 0x2400;
