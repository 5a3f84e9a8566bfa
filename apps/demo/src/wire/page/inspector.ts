import type { Dissection } from "../protocol.ts";
import { askForPacket } from "./connection.ts";
import { byId, make } from "./dom.ts";
import { fieldView } from "./field-view.ts";

/** One packet, taken apart: what everybody sees of it, and what the two ends read in it. */
export class Inspector {
  readonly #panel = byId("inspector", HTMLElement);
  readonly #title = byId("inspector-title", HTMLHeadingElement);
  readonly #mark: (number: number | undefined) => void;
  #shown: number | undefined;

  /** `again` sends the packet once more. */
  constructor(mark: (number: number | undefined) => void, again: (number: number) => void) {
    this.#mark = mark;
    byId("inspector-close", HTMLButtonElement).addEventListener("click", () => this.close());
    byId("again", HTMLButtonElement).addEventListener("click", () => {
      if (this.#shown !== undefined) again(this.#shown);
    });
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  get shown(): number | undefined {
    return this.#shown;
  }

  async show(number: number): Promise<void> {
    this.#shown = number;
    this.#mark(number);
    const dissection = await askForPacket(number);
    if (this.#shown !== number) return;
    if (!dissection) return this.close();
    this.#fill(dissection);
    this.#panel.hidden = false;
    this.#title.focus({ preventScroll: true });
    this.#panel.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  close(): void {
    const row = document.querySelector<HTMLButtonElement>('.row[aria-pressed="true"]');
    this.#shown = undefined;
    this.#panel.hidden = true;
    this.#mark(undefined);
    row?.focus({ preventScroll: true });
  }

  #fill({ number, title, about, hex, totalBytes, fields, inside, sealed }: Dissection): void {
    this.#title.textContent = `${number} · ${title}`;
    byId("inspector-about", HTMLParagraphElement).textContent = about;
    byId("inspector-parts", HTMLDivElement).replaceChildren(
      part(
        "outside",
        "What everybody sees",
        `${totalBytes.toLocaleString("en")} bytes`,
        fieldView(hex, fields, "Packet"),
      ),
      ...inside.map((each) =>
        part(
          "inside",
          `Only the two ends read this: ${each.title.toLowerCase()}`,
          `opened with ${each.by}`,
          fieldView(each.hex, each.fields, each.title),
        ),
      ),
      ...(sealed ? [make("p", { class: "sealed" }, sealed)] : []),
    );
  }
}

function part(kind: string, title: string, note: string, view: HTMLElement): HTMLElement {
  return make(
    "section",
    { class: `part ${kind}` },
    make("h3", {}, title, make("span", { class: "soft" }, ` ${note}`)),
    view,
  );
}
