import type { Choices, Settings, Stand } from "../protocol.ts";
import { order } from "./connection.ts";
import { byId, make } from "./dom.ts";
import { segments } from "./segments.ts";

const legends: Readonly<Record<keyof Choices, string>> = {
  transport: "Transport",
  cipher: "Cipher",
  authentication: "Client's authentication",
};

/** Transport, cipher and authentication, and the buttons that open and close. */
export class Setup {
  readonly #form = byId("setup", HTMLFormElement);
  readonly #open = byId("open", HTMLButtonElement);
  readonly #close = byId("close", HTMLButtonElement);

  constructor(complain: (complaint: string | undefined) => void) {
    this.#form.addEventListener("submit", async (event) => {
      event.preventDefault();
      complain(await order({ do: "open", settings: this.#settings() }));
    });
    this.#close.addEventListener("click", async () => complain(await order({ do: "close" })));
  }

  offer(choices: Choices, settings: Settings): void {
    const names = Object.keys(legends) as (keyof Choices)[];
    byId("choices", HTMLDivElement).replaceChildren(
      ...names.map((name) =>
        make(
          "fieldset",
          { class: "segments" },
          make("legend", {}, legends[name]),
          ...segments(name, choices[name], settings[name]),
        ),
      ),
    );
  }

  show({ phase }: Stand): void {
    this.#open.textContent = phase === "idle" ? "Open a session" : "Open a new session";
    this.#close.disabled = phase !== "open" && phase !== "opening";
    this.#close.textContent = phase === "opening" ? "Give up" : "Close";
  }

  #settings(): Settings {
    const data = new FormData(this.#form);
    const of = (name: string) => String(data.get(name));
    return { transport: of("transport"), cipher: of("cipher"), authentication: of("authentication") };
  }
}
