import type { PacketSummary, Release } from "../protocol.ts";
import { order } from "./connection.ts";
import { byId, make, stayAtEnd } from "./dom.ts";

/** The packets on the wire, the newest last. */
export class Packets {
  readonly #list = byId("packets", HTMLOListElement);
  readonly #note = byId("packets-note", HTMLParagraphElement);
  readonly #rows = new Map<number, HTMLLIElement>();
  readonly #choose: (number: number) => void;
  readonly #complain: (complaint: string | undefined) => void;
  #chosen: number | undefined;
  #highest = 0;

  constructor(choose: (number: number) => void, complain: (complaint: string | undefined) => void) {
    this.#choose = choose;
    this.#complain = complain;
    this.#list.addEventListener("keydown", (event) => this.#step(event));
    this.#tell();
  }

  clear(): void {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#highest = 0;
    this.#tell();
  }

  put(packet: PacketSummary): void {
    const row = this.#row(packet);
    const known = this.#rows.get(packet.number);
    this.#rows.set(packet.number, row);
    this.#highest = Math.max(this.#highest, packet.number);
    stayAtEnd(this.#list, () => {
      if (known) {
        const hadFocus = known.contains(document.activeElement);
        known.replaceWith(row);
        if (hadFocus) row.querySelector("button")?.focus();
      } else this.#list.append(row);
      this.#forget();
    });
    this.#tell();
  }

  /** Marks the one that the inspector shows. */
  mark(number: number | undefined): void {
    this.#chosen = number;
    for (const [each, row] of this.#rows) {
      row.querySelector(".row")?.setAttribute("aria-pressed", String(each === number));
    }
  }

  #row(packet: PacketSummary): HTMLLIElement {
    const { number, atMs, direction, bytes, kind, glimpse, fate, remark } = packet;
    const way = direction === "to server" ? "→" : "←";
    const pressed = String(number === this.#chosen);
    const said = `Packet ${number}, ${direction}, ${kind}, ${bytes} bytes, ${fate}`;
    const row = make(
      "button",
      { class: "row", type: "button", "aria-pressed": pressed, "aria-label": said },
      make("span", { class: "way" }, way),
      make("span", { class: "kind" }, kind),
      make("span", { class: "glimpse" }, glimpse),
      make("span", { class: "size" }, `${bytes.toLocaleString("en")} B`),
      make("span", { class: "time" }, `${(atMs / 1_000).toFixed(2)} s`),
    );
    row.addEventListener("click", () => this.#choose(number));
    const name = direction === "to server" ? "up" : "down";
    const item = make("li", { class: `packet ${name} ${fate.replace(" ", "-")}`, "data-number": String(number) }, row);
    item.dataset.kind = kind;
    if (remark) item.append(make("p", { class: "remark" }, remark));
    if (fate === "held") item.append(this.#actions(number));
    return item;
  }

  /** What can be done with a packet that waits. */
  #actions(number: number): HTMLElement {
    const buttons = releases.map(([how, label]) => {
      const button = make("button", { type: "button", "aria-label": `${label} packet ${number}` }, label);
      button.addEventListener("click", async () => {
        this.#complain(await order({ do: "release", packet: number, how }));
        this.#list.querySelector<HTMLButtonElement>(".held .actions button")?.focus();
      });
      return button;
    });
    return make("div", { class: "actions" }, ...buttons);
  }

  /** Arrow keys go from packet to packet. */
  #step(event: KeyboardEvent): void {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    const rows = [...this.#list.querySelectorAll<HTMLButtonElement>(".row")];
    const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
    const next = at < 0 ? rows.at(-1) : rows[at + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #forget(): void {
    while (this.#rows.size > mostRows) {
      const [oldest] = this.#rows.keys();
      if (oldest === undefined) return;
      this.#rows.get(oldest)?.remove();
      this.#rows.delete(oldest);
    }
  }

  #tell(): void {
    const hidden = this.#highest - this.#rows.size;
    const waiting = this.#list.querySelectorAll(".held").length;
    const parts = [
      this.#highest === 0
        ? "Nothing yet. Open a session, and click a packet to take it apart."
        : `${this.#highest} packets`,
      hidden > 0 ? `the newest ${this.#rows.size} are shown` : "",
      waiting > 0 ? `${waiting} waiting for you` : "",
    ];
    this.#note.textContent = parts.filter(Boolean).join(", ");
  }
}

const releases: readonly (readonly [Release, string])[] = [
  ["pass", "Let pass"],
  ["change", "Change a bit"],
  ["drop", "Drop"],
  ["twice", "Send twice"],
];

const mostRows = 300;
