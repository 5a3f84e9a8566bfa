/**
 * A name that a file may have in any folder of any system, made of what somebody else calls theirs: no way out of the
 * folder, nothing hidden, no control character, no device of Windows, 120 bytes at most, the extension kept.
 */
export function safeName(label: string): string {
  const last = label.split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(unwanted, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  const { stem, extension } = split(isDevice(plain) ? `_${plain}` : plain);
  return `${cut(stem || "file", maxBytes - Buffer.byteLength(extension))}${extension}`;
}

/** "cat (1).png": the same, another time. `count` 0: the name itself. */
export function numbered(name: string, count: number): string {
  if (count === 0) return name;
  const { stem, extension } = split(name);
  return `${stem} (${count})${extension}`;
}

// Bidi_Control: Unicode Standard Annex #9. "gpj.exe" should not be shown as "exe.jpg".
const unwanted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}<>:"|?*]/gu;
const maxBytes = 120;

/** Names of devices on Windows, with any extension. */
function isDevice(name: string): boolean {
  return /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i.test(name);
}

/** An extension is short; what is longer belongs to the name. */
function split(name: string): { readonly stem: string; readonly extension: string } {
  const extension = /(?<=.)\.[^.\s]{1,16}$/u.exec(name)?.[0] ?? "";
  return { stem: name.slice(0, name.length - extension.length), extension };
}

/** As many whole characters as fit. */
function cut(text: string, bytes: number): string {
  let fitting = "";
  for (const character of text) {
    if (Buffer.byteLength(fitting) + Buffer.byteLength(character) > bytes) break;
    fitting += character;
  }
  return fitting.trimEnd() || "file";
}
