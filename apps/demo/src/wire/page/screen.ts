import type { Counters, Line, Side, Stand } from "../protocol.ts";
import { order } from "./connection.ts";
import { byId, foreign, make, stayAtEnd } from "./dom.ts";

/** One side's screen: what is said and heard there, and how its session stands. */
export class Screen {
  readonly #side: Side;
  readonly #list: HTMLOListElement;
  readonly #controls: readonly (HTMLInputElement | HTMLButtonElement)[];

  constructor(side: Side, complain: (complaint: string | undefined) => void) {
    this.#side = side;
    this.#list = byId(`${side}-screen`, HTMLOListElement);
    const form = byId(`${side}-say`, HTMLFormElement);
    this.#controls = [...form.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input, button")];
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const input = form.elements.namedItem("text") as HTMLInputElement;
      if (input.value === "") return;
      const complaint = await order({ do: "say", side, text: input.value });
      if (!complaint) input.value = "";
      complain(complaint);
    });
    form.querySelector(".burst")?.addEventListener("click", async () => complain(await order({ do: "burst", side })));
  }

  clear(): void {
    this.#list.replaceChildren();
    this.count(null);
  }

  add({ kind, text, code }: Line): void {
    const parts = [make("span", { class: "visually-hidden" }, `${kinds[kind]}: `), foreign(text)];
    if (code) parts.push(make("code", {}, code));
    stayAtEnd(this.#list, () => {
      this.#list.append(make("li", { class: kind }, ...parts));
      if (this.#list.childElementCount > mostLines) this.#list.firstElementChild?.remove();
    });
  }

  count(counters: Counters | null): void {
    const rows = counters ? rowsOf(counters) : [];
    byId(`${this.#side}-counters`, HTMLDListElement).replaceChildren(
      ...rows.map(([name, value, alarming]) =>
        make("div", { class: alarming ? "alarming" : "" }, make("dt", {}, name), make("dd", {}, value)),
      ),
    );
  }

  show(stand: Stand): void {
    for (const control of this.#controls) control.disabled = stand.phase !== "open";
    const { peerName, clientAddress, serverAddress, fingerprint } = stand;
    const who =
      this.#side === "client"
        ? [peerName && `known as ${peerName}`, clientAddress && `at ${clientAddress}`]
        : [serverAddress && `at ${serverAddress}`, fingerprint && `${fingerprint.slice(0, 17)}…`];
    byId(`${this.#side}-who`, HTMLParagraphElement).textContent = who.filter(Boolean).join(" · ");
  }
}

const kinds: Readonly<Record<Line["kind"], string>> = { said: "Said", heard: "Heard", news: "News", trouble: "Error" };
const mostLines = 400;

function rowsOf(counters: Counters): [name: string, value: string, alarming: boolean][] {
  const { messagesSent, messagesReceived, packetsSent, packetsReceived } = counters;
  const { packetsForged, packetsReplayed, packetsLost } = counters;
  return [
    ["messages", `${shown(messagesSent)} out, ${shown(messagesReceived)} in`, false],
    ["packets", `${shown(packetsSent)} out, ${shown(packetsReceived)} in`, false],
    ["forged", String(packetsForged), packetsForged > 0],
    ["replayed", String(packetsReplayed), packetsReplayed > 0],
    ["lost", String(packetsLost), packetsLost > 0],
  ];
}

function shown(count: number): string {
  return count.toLocaleString("en");
}
