import type { Sample } from "../protocol.ts";
import { makeSvg } from "./dom.ts";

const width = 900;
const height = 170;
const left = 54;
const bottom = 18;
const padding = 10;
const secondsShown = 60;

/** The round trip as a line, and packets taken for lost as bars, over the last minute. */
export function drawChart(samples: readonly Sample[]): SVGSVGElement {
  const newest = samples.at(-1)?.atMs ?? 0;
  const begin = newest - secondsShown * 1_000;
  const shown = samples.filter(({ atMs }) => atMs >= begin);
  const x = (atMs: number) => left + ((atMs - begin) / (secondsShown * 1_000)) * (width - left);
  const top = niceCeiling(Math.max(10, ...shown.map(({ client }) => client?.roundTripMs ?? 0)));
  const y = (ms: number) => (height - bottom - padding) * (1 - ms / top) + padding;
  return makeSvg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": summary(shown) },
    ...[0, top / 2, top].flatMap((ms) => grid(y(ms), `${ms} ms`)),
    ...lossBars(shown, x),
    makeSvg("path", { class: "round-trip", d: lineOf(shown, x, y) }),
    text(left, height - 3, `${secondsShown} s ago`, "start"),
    text(width, height - 3, "now", "end"),
  );
}

function grid(y: number, label: string): SVGElement[] {
  const at = y.toFixed(1);
  return [
    makeSvg("line", { class: "grid", x1: String(left), x2: String(width), y1: at, y2: at }),
    text(left - 6, y + 4, label, "end"),
  ];
}

function lossBars(samples: readonly Sample[], x: (atMs: number) => number): SVGElement[] {
  const lost = ({ client, server }: Sample) => (client?.packetsLost ?? 0) + (server?.packetsLost ?? 0);
  return samples.slice(1).flatMap((sample, index) => {
    const more = lost(sample) - lost(samples[index] as Sample);
    if (more <= 0) return [];
    const tall = Math.min(height - bottom - padding, 6 + 10 * Math.sqrt(more));
    const at = { x: (x(sample.atMs) - 2).toFixed(1), y: (height - bottom - tall).toFixed(1) };
    return [makeSvg("rect", { class: "lost", ...at, width: "3", height: tall.toFixed(1), rx: "1" })];
  });
}

function lineOf(samples: readonly Sample[], x: (atMs: number) => number, y: (ms: number) => number): string {
  let drawing = false;
  return samples
    .map(({ atMs, client }) => {
      const ms = client?.roundTripMs;
      if (typeof ms !== "number") {
        drawing = false;
        return "";
      }
      const step = `${drawing ? "L" : "M"}${x(atMs).toFixed(1)} ${y(ms).toFixed(1)}`;
      drawing = true;
      return step;
    })
    .join("");
}

function text(x: number, y: number, content: string, anchor: string): SVGElement {
  const element = makeSvg("text", { x: String(x), y: y.toFixed(1), "text-anchor": anchor });
  element.textContent = content;
  return element;
}

function summary(samples: readonly Sample[]): string {
  const trips = samples.flatMap(({ client }) => (typeof client?.roundTripMs === "number" ? [client.roundTripMs] : []));
  if (trips.length === 0) return "No round trip is known yet.";
  return `Round trip in the last minute: ${Math.min(...trips).toFixed(1)} to ${Math.max(...trips).toFixed(1)} ms.`;
}

/** 1, 2 or 5 times a power of ten. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((ceiling) => ceiling >= value) ?? 10 * power;
}
