import { createHash } from "node:crypto";

/**
 * A Content Security Policy (level 3) under which a page runs this script, has this style, and asks nobody for anything.
 * Styles in attributes are refused, too: charts have attributes of SVG, and classes.
 */
export function policyFor(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
