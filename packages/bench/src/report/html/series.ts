import type { Report } from "../report.ts";

/** How a subject looks in every chart: a colour, and a shape for those who cannot tell colours apart, or print in grey. */
interface Look {
  /** Class that sets `color`. */
  readonly colour: string;
  readonly shape: ShapeName;
}

export type ShapeName = "circle" | "square" | "triangle" | "diamond" | "wedge" | "cross" | "ring" | "frame";
export type Looks = ReadonlyMap<string, Look>;

/** One look for each subject; what does not protect is grey. */
export function looksOf({ scenarios, config }: Report): Looks {
  const subjects = [...new Set(scenarios.map(({ subject }) => subject))].sort((one, other) => rank(one) - rank(other));
  const controls = subjects.filter((subject) => config.unprotected.includes(subject));
  const protecting = subjects.filter((subject) => !controls.includes(subject));
  return new Map([
    ...protecting.map((subject, index): [string, Look] => [
      subject,
      { colour: `s${index % colours}`, shape: filled[index % filled.length] as ShapeName },
    ]),
    ...controls.map((subject, index): [string, Look] => [
      subject,
      { colour: `c${index % greys}`, shape: hollow[index % hollow.length] as ShapeName },
    ]),
  ]);
}

/** As many as the style has: `s0` and on, `c0` and on. */
const colours = 8;
const greys = 3;
const filled: readonly ShapeName[] = ["circle", "square", "triangle", "diamond", "wedge", "cross"];
const hollow: readonly ShapeName[] = ["ring", "frame"];

/** The ciphers and what they are compared with have the same look in every report. */
function rank(subject: string): number {
  const place = usual.indexOf(subject);
  return place < 0 ? usual.length : place;
}

const usual = ["hybrid-2048", "sealed-box", "tls13-rsa2048", "hybrid-3072", "tls13-rsa3072", "raw", "insecure-plain"];
