import type { Choice } from "../protocol.ts";
import { make } from "./dom.ts";

/** A row of radio buttons, of which one is chosen: the browser gives it the keys that everybody knows. */
export function segments(name: string, choices: readonly Choice[], chosen: string): HTMLElement[] {
  return choices.map(({ id, label, about }) =>
    make(
      "label",
      { title: about },
      make("input", { type: "radio", name, value: id, checked: id === chosen }),
      make("span", {}, label),
    ),
  );
}
