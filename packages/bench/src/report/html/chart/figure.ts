import { html, type Markup, type Part } from "../markup.ts";

/** A drawing that scales with its column, and what a screen reader says instead of it. */
export interface Drawing {
  /** Unique within the page. */
  readonly id: string;
  readonly title: string;
  /** The numbers in words: a reader who cannot see the drawing misses nothing. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: Part;
}

export function drawingOf({ id, title, description, width, height, content }: Drawing): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-description">
<title id="${id}-title">${title}</title>
<desc id="${id}-description">${description}</desc>
${content}
</svg>`;
}
