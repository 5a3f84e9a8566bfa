/** What somebody wants who typed a line. */
export type Typed =
  | { readonly kind: "say"; readonly text: string }
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
  return { kind: "unknown", word };
}

export const help: readonly string[] = [
  "/who   who is here",
  "/quit  leave; Ctrl-C and Ctrl-D do too",
  '//…    say something that begins with "/"',
];
