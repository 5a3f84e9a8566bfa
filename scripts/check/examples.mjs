/**
 * What a page shows to be run. Invisible comments mark it for us:
 *
 *     <!-- file: server.mjs -->    the next code block is that file, whole
 *     <!-- prints: server.mjs -->  the next code block is what it prints
 *
 * @param {string} markdown
 */
export function examplesOf(markdown) {
  return {
    files: blocks(markdown, "file"),
    prints: blocks(markdown, "prints"),
    /** What `npm install` lines name. */
    packages: [...markdown.matchAll(/^npm install (.+)$/gm)].flatMap((line) => (line[1] ?? "").trim().split(/\s+/)),
  };
}

/** @param {string} markdown @param {string} kind @returns {Map<string, string>} contents by name */
function blocks(markdown, kind) {
  const marked = new RegExp(`<!-- ${kind}: (\\S+) -->\\n+\`\`\`\\w*\\n([^]*?)\`\`\`$`, "gm");
  return new Map([...markdown.matchAll(marked)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}
