import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sha256 } from "../strangers-peer/key-schedule.ts";

/** A file of vectors, as vectors/README.md describes it. Bytes become hexadecimal text. */
export interface VectorFile {
  readonly origin: string;
  readonly vectors: readonly { readonly comment: string; readonly result: unknown }[];
}

const folder = new URL("../../../../vectors/", import.meta.url);

export const pathOf = (name: string): string => fileURLToPath(new URL(`${name}.json`, folder));

export const readVectors = <Vector>(name: string): readonly Vector[] =>
  JSON.parse(readFileSync(pathOf(name), "utf8")).vectors;

/** What all files say that are made here. */
export const ours = (what: string): string =>
  `${what} Computed by packages/end-to-end/test/strangers-peer, an implementation of docs/spec on node:crypto and ` +
  "libsodium that shares no code with the packages; `pnpm vectors` makes this file again, byte for byte. Whatever a " +
  "peer would draw at random is SHA-256('countersign vectors: ' ‖ a label), or the first bytes of it.";

/** The randomness of the vectors. */
export const draw = (label: string, bytes = 32): Buffer => sha256("countersign vectors: ", label).subarray(0, bytes);

/** As biome formats it. */
export function textOf({ origin, vectors }: VectorFile): string {
  return `${written({ origin, vectors }, "")}\n`;
}

function written(value: unknown, indent: string): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("hex"));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each === "string")) {
      const line = `[${value.map((each) => JSON.stringify(each)).join(", ")}]`;
      if (indent.length + line.length + 30 < 120) return line;
    }
    return `[\n${value.map((each) => inner + written(each, inner)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{\n${entries.map(([key, each]) => `${inner}"${key}": ${written(each, inner)}`).join(",\n")}\n${indent}}`;
}
