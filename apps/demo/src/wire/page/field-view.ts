import type { Field } from "../protocol.ts";
import { make } from "./dom.ts";

/** Bytes in hex, cut into fields that can be chosen, and what the chosen one is for. */
export function fieldView(hex: string, fields: readonly Field[], label: string): HTMLElement {
  const about = make("div", { class: "field-about", "aria-live": "polite" });
  const parts = fields.map((field, index) => ({
    field,
    inHex: button(hexOf(hex, field), `hex tint-${index % tints}`, `${field.name}, ${bytesOf(field)}`),
    inList: listed(field, index),
  }));
  const choose = (index: number) => {
    parts.forEach(({ inHex, inList }, each) => {
      for (const one of [inHex, inList]) {
        one.setAttribute("aria-pressed", String(each === index));
        one.tabIndex = each === index ? 0 : -1;
      }
    });
    const chosen = parts[index];
    if (chosen) about.replaceChildren(...explanation(chosen.field));
  };
  parts.forEach(({ inHex, inList }, index) => {
    for (const one of [inHex, inList]) one.addEventListener("click", () => choose(index));
  });
  const dump = make("div", { class: "dump", role: "group", "aria-label": `${label}: bytes` });
  dump.append(...parts.map(({ inHex }) => inHex));
  const list = make("div", { class: "field-list", role: "group", "aria-label": `${label}: fields` });
  list.append(...parts.map(({ inList }) => inList));
  for (const group of [dump, list]) group.addEventListener("keydown", (event) => step(event, group));
  choose(0);
  return make("div", { class: "field-view" }, dump, list, about);
}

const tints = 6;

/** Arrow keys go from field to field, as in a toolbar. */
function step(event: KeyboardEvent, group: HTMLElement): void {
  const forward = event.key === "ArrowRight" || event.key === "ArrowDown";
  if (!forward && event.key !== "ArrowLeft" && event.key !== "ArrowUp") return;
  const buttons = [...group.querySelectorAll("button")];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + (forward ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function listed(field: Field, index: number): HTMLButtonElement {
  const element = button("", "listed", "");
  element.removeAttribute("aria-label");
  element.append(
    make("span", { class: `swatch tint-${index % tints}` }),
    make("span", { class: "field-name" }, field.name),
    make("span", { class: "field-value" }, field.value),
  );
  return element;
}

function explanation({ name, value, what, why, spec, ...field }: Field): HTMLElement[] {
  return [
    make("h4", {}, name, make("span", { class: "soft" }, ` ${bytesOf(field)}`)),
    make("p", { class: "field-full" }, value),
    make("p", {}, make("b", {}, "What it is. "), what),
    make("p", {}, make("b", {}, "Why it is there. "), why),
    ...(spec ? [make("p", { class: "soft" }, `docs/spec: ${spec}`)] : []),
  ];
}

function button(text: string, kind: string, label: string): HTMLButtonElement {
  return make("button", { type: "button", class: kind, "aria-label": label, "aria-pressed": "false" }, text);
}

function hexOf(hex: string, { at, bytes }: Field): string {
  const own = hex.slice(2 * at, 2 * (at + bytes)).match(/../g) ?? [];
  const shown = own.slice(0, shownBytes).join(" ");
  return own.length > shownBytes ? `${shown} … +${own.length - shownBytes}` : shown;
}

/** Of one field; the rest of a long ciphertext says no more than its beginning. */
const shownBytes = 64;

function bytesOf({ bytes }: { readonly bytes: number }): string {
  return bytes === 1 ? "1 byte" : `${bytes.toLocaleString("en")} bytes`;
}
