import type { Sample, Stand, Weather } from "../protocol.ts";
import { drawChart } from "./chart.ts";
import { order } from "./connection.ts";
import { byId, make } from "./dom.ts";

interface Slider {
  readonly name: keyof Weather;
  readonly label: string;
  readonly highest: number;
  readonly step: number;
  readonly shown: (value: number) => string;
}

const percent = (value: number) => `${Math.round(value * 100)} %`;

const sliders: readonly Slider[] = [
  { name: "loss", label: "Loss", highest: 0.5, step: 0.01, shown: percent },
  { name: "delayMs", label: "Delay, one way", highest: 500, step: 5, shown: (value) => `${value} ms` },
  { name: "reordering", label: "Overtaken", highest: 0.5, step: 0.01, shown: percent },
];

/** The network's faults, and what the sessions make of them. */
export class Network {
  readonly #panel = byId("network", HTMLElement);
  readonly #chart = byId("chart", HTMLDivElement);
  readonly #caption = byId("chart-caption", HTMLElement);
  readonly #inputs = new Map<keyof Weather, { input: HTMLInputElement; output: HTMLOutputElement }>();
  #samples: Sample[] = [];

  constructor(complain: (complaint: string | undefined) => void) {
    const form = byId("weather", HTMLFormElement);
    for (const { name, label, highest, step } of sliders) {
      const bounds = { min: "0", max: String(highest), step: String(step) };
      const input = make("input", { type: "range", id: `weather-${name}`, name, ...bounds, value: "0" });
      const output = make("output", { for: `weather-${name}` });
      this.#inputs.set(name, { input, output });
      form.append(make("div", { class: "slider" }, make("label", { for: `weather-${name}` }, label), output, input));
      input.addEventListener("input", () => this.#tell());
      input.addEventListener("change", async () => complain(await order({ do: "weather", weather: this.#weather() })));
    }
  }

  show({ weather, settings, phase }: Stand): void {
    this.#panel.hidden = settings.transport !== "udp" || phase === "idle";
    for (const [name, { input }] of this.#inputs) {
      if (document.activeElement !== input) input.value = String(weather[name]);
    }
    this.#tell();
  }

  clear(): void {
    this.#samples = [];
    this.#draw();
  }

  add(...samples: readonly Sample[]): void {
    this.#samples = [...this.#samples, ...samples].slice(-keptSamples);
    if (!this.#panel.hidden) this.#draw();
  }

  #draw(): void {
    const { client, server } = this.#samples.at(-1) ?? {};
    const roundTrip = client?.roundTripMs;
    const lost = (client?.packetsLost ?? 0) + (server?.packetsLost ?? 0);
    this.#caption.replaceChildren(
      make("span", { class: "key round-trip" }, "round trip as the client takes it: "),
      make("b", {}, typeof roundTrip === "number" ? `${roundTrip.toFixed(1)} ms` : "not known yet"),
      make("span", { class: "key lost" }, "packets taken for lost, and sent again: "),
      make("b", {}, String(lost)),
    );
    this.#chart.replaceChildren(drawChart(this.#samples));
  }

  #tell(): void {
    for (const { name, shown } of sliders) {
      const slider = this.#inputs.get(name);
      if (!slider) continue;
      slider.output.textContent = shown(Number(slider.input.value));
      slider.input.setAttribute("aria-valuetext", slider.output.textContent);
    }
  }

  #weather(): Weather {
    const of = (name: keyof Weather) => Number(this.#inputs.get(name)?.input.value ?? 0);
    return { loss: of("loss"), delayMs: of("delayMs"), reordering: of("reordering") };
  }
}

/** A minute of them. */
const keptSamples = 240;
