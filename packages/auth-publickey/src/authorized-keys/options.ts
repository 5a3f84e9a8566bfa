/** The options before a key, as AUTHORIZED_KEYS FILE FORMAT of sshd(8) has them, and where the key begins. */
export interface Options {
  /** Names in lower case, in order; those without a value have an empty one. */
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly rest: string;
}

/** Undefined when they are not written as sshd(8) says, or nothing follows them. */
export function readOptions(line: string): Options | undefined {
  const options: [string, string][] = [];
  const pattern = new RegExp(option, "y");
  for (;;) {
    const match = pattern.exec(line);
    if (!match) return undefined;
    const [, name = "", value = "", end] = match;
    options.push([name.toLowerCase(), value.replaceAll('\\"', '"')]);
    if (end !== ",") return { options, rest: line.slice(pattern.lastIndex).trimStart() };
  }
}

/** A backslash is one, except before a quote. */
const option = /([A-Za-z0-9-]+)(?:="((?:[^"\\]|\\"|\\(?!"))*)")?(,|[ \t])/;
