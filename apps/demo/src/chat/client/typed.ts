/** What somebody wants who typed a line. */
export type Typed =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "send"; readonly path: string }
  | { readonly kind: "who" | "help" | "quit" | "nothing" }
  | { readonly kind: "unknown"; readonly word: string };

/** A line that begins with "/" is a command, and one that begins with "//" says the rest. */
export function readTyped(line: string): Typed {
  if (line.trim() === "") return { kind: "nothing" };
  if (!line.startsWith("/")) return { kind: "say", text: line };
  if (line.startsWith("//")) return { kind: "say", text: line.slice(1) };
  const word = line.trim();
  if (word === "/who" || word === "/help" || word === "/quit")
    return { kind: word.slice(1) as "who" | "help" | "quit" };
  const path = /^\/send\s+(.+)$/.exec(word)?.[1];
  return path === undefined ? { kind: "unknown", word } : { kind: "send", path: unquoted(path) };
}

/** A terminal into which a file is dragged puts its name in quotes. */
function unquoted(path: string): string {
  return /^(['"])(.+)\1$/.exec(path)?.[2] ?? path;
}

export const help: readonly string[] = [
  "/who        who is here",
  "/send FILE  send a file to everybody else",
  "/quit       leave; Ctrl-C and Ctrl-D do too",
  '//…         say something that begins with "/"',
];
