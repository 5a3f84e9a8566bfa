import type { Report } from "../report.ts";
import { html, Markup } from "./markup.ts";

const opening = '<script type="application/json" id="report">';
const closing = "</script>";

/** The whole report as data that a page carries and no browser runs. */
export function embedReport(report: Report): Markup {
  // No text within may end the element, or begin a comment in it: "<" is written in JSON's other way.
  const json = JSON.stringify(report).replaceAll("<", "\\u003c");
  return html`${new Markup(opening)}${new Markup(json)}${new Markup(closing)}`;
}

/** The JSON that a page of ours carries; undefined when `text` is no such page. */
export function embeddedJson(text: string): string | undefined {
  const start = text.indexOf(opening);
  if (start < 0) return undefined;
  return text.slice(start + opening.length, text.indexOf(closing, start));
}
