import type { Case, Choice, Direction, Phase, Sight, Stand, Tool } from "../protocol.ts";
import { order } from "./connection.ts";
import { byId, make } from "./dom.ts";
import { segments } from "./segments.ts";

const aims: readonly Choice[] = [
  { id: "to server", label: "to the server", about: "What the client sends" },
  { id: "to client", label: "to the client", about: "What the server sends" },
];

/** The attacker's tools, and what came of each attack. */
export class Tools {
  readonly #list = byId("tools", HTMLUListElement);
  readonly #cases = byId("cases", HTMLOListElement);
  readonly #announcement = byId("announcement", HTMLParagraphElement);
  readonly #aim = byId("aim", HTMLFieldSetElement);
  readonly #complain: (complaint: string | undefined) => void;
  readonly #chosenPacket: () => number | undefined;
  #tools: readonly Tool[] = [];
  #phase: Phase = "idle";
  #busy = false;

  constructor(chosenPacket: () => number | undefined, complain: (complaint: string | undefined) => void) {
    this.#chosenPacket = chosenPacket;
    this.#complain = complain;
    this.#aim.append(...segments("aim", aims, "to server"));
    this.clear();
  }

  clear(): void {
    this.#busy = false;
    this.#cases.replaceChildren(
      make("li", { class: "empty" }, "Open a session and choose a tool. What comes of it is told here."),
    );
  }

  show({ tools, phase }: Stand): void {
    this.#tools = tools;
    this.#phase = phase;
    if (this.#list.childElementCount === 0) this.#list.append(...tools.map((tool) => this.#item(tool)));
    this.#enable();
  }

  put(one: Case): void {
    this.#busy = one.verdict === "under way";
    this.#cases.querySelector(".empty")?.remove();
    // A screen reader hears the end, and not each step.
    if (!this.#busy) this.#announcement.textContent = `${one.title}: ${verdicts[one.verdict]}`;
    const id = `case-${one.id}`;
    const card = cardOf(one, id);
    const known = document.getElementById(id);
    if (known) known.replaceWith(card);
    else this.#cases.prepend(card);
    this.#enable();
  }

  /** Sends a recorded packet again. */
  async replay(packet: number): Promise<void> {
    this.#complain(await order({ do: "attack", tool: "replay", direction: this.#direction, packet }));
  }

  get #direction(): Direction {
    return this.#aim.querySelector<HTMLInputElement>("input:checked")?.value as Direction;
  }

  #item({ id, label, about, aimed }: Tool): HTMLLIElement {
    const button = make(
      "button",
      { type: "button", class: "tool", "data-tool": id, "aria-describedby": `about-${id}` },
      make("span", { class: "tool-label" }, label, aimed ? make("span", { class: "aimed" }) : undefined),
      make("span", { class: "tool-about", id: `about-${id}` }, about),
    );
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const packet = id === "replay" ? this.#chosenPacket() : undefined;
      const attack = { do: "attack", tool: id, direction: this.#direction } as const;
      this.#complain(await order(packet === undefined ? attack : { ...attack, packet }));
    });
    return make("li", {}, button);
  }

  /** A tool that cannot be used stays in reach of the keyboard, and says why. */
  #enable(): void {
    for (const { id, about, unavailable } of this.#tools) {
      const button = this.#list.querySelector(`[data-tool="${id}"]`);
      const reason = unavailable ?? (this.#busy ? "Another attack is under way." : undefined);
      button?.setAttribute("aria-disabled", String(reason !== undefined));
      const text = button?.querySelector(".tool-about");
      // That there is no session is said once, and not by each of them.
      if (text) text.textContent = (this.#phase === "open" ? unavailable : undefined) ?? about;
    }
  }
}

function cardOf({ title, did, seen, verdict, lesson }: Case, id: string): HTMLLIElement {
  return make(
    "li",
    { class: `case ${verdict.replace(" ", "-")}`, id },
    make("header", {}, make("h3", {}, title), make("span", { class: "verdict" }, verdicts[verdict])),
    make("p", { class: "did" }, did),
    make("ul", { class: "seen" }, ...(seen.length > 0 ? seen : [nothing(verdict)]).map(sightOf)),
    ...(verdict === "under way" ? [] : [make("p", { class: "lesson" }, lesson)]),
  );
}

const verdicts: Readonly<Record<Case["verdict"], string>> = {
  "under way": "watching…",
  held: "it held",
  "session ended": "the session ended, and both sides know why",
  broken: "it broke",
  "in vain": "it could not be done",
};

function nothing(verdict: Case["verdict"]): Sight {
  return { where: "attacker", text: verdict === "under way" ? "nothing yet" : "nothing happened at all", good: true };
}

function sightOf({ where, text, good }: Sight): HTMLLIElement {
  return make(
    "li",
    { class: good ? "" : "bad" },
    make("span", { class: `where ${where}` }, where),
    make("bdi", {}, text),
  );
}
