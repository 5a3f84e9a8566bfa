import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sha256 } from "../strangers-peer/key-schedule.ts";

/** A file of vectors, as vectors/README.md describes it. Bytes become hexadecimal text. */
export interface VectorFile {
  readonly origin: string;
  /** Fields that every vector has. */
  readonly common?: object;
  readonly vectors: readonly Vector[];
}

export interface Vector {
  /** What it shows. */
  readonly comment: string;
  readonly result: unknown;
  readonly [field: string]: unknown;
}

const folder = new URL("../../../../vectors/", import.meta.url);

export const pathOf = (name: string): string => fileURLToPath(new URL(`${name}.json`, folder));

export function readVectors<Fields>(name: string): readonly Fields[] {
  const { common, vectors } = JSON.parse(readFileSync(pathOf(name), "utf8"));
  return vectors.map((vector: object) => ({ ...common, ...vector }));
}

/** What all files say that are made here. */
export const ours = (what: string): string =>
  `${what} Computed by packages/end-to-end/test/strangers-peer, an implementation of docs/spec on node:crypto and ` +
  "libsodium that shares no code with the packages; `pnpm vectors` makes this file again, byte for byte. Whatever a " +
  "peer would draw at random is SHA-256('countersign vectors: ' ‖ a label), or the first bytes of it.";

/** The randomness of the vectors. */
export const draw = (label: string, bytes = 32): Buffer => sha256("countersign vectors: ", label).subarray(0, bytes);

/** As biome formats it: objects over many lines, lists of texts in one where there is room. */
export function textOf({ origin, common, vectors }: VectorFile): string {
  return `${written({ origin, common, vectors }, "", 0)}\n`;
}

function written(value: unknown, indent: string, column: number): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("hex"));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    const lines = entries.map(
      ([key, each]) => `${inner}"${key}": ${written(each, inner, inner.length + key.length + 4)}`,
    );
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  const items = value.map((each) => written(each, inner, inner.length));
  const line = `[${items.join(", ")}]`;
  const oneLine = !line.includes("{") && column + line.length + 1 <= lineBytes;
  return oneLine ? line : `[\n${items.map((item) => inner + item).join(",\n")}\n${indent}]`;
}

const lineBytes = 120;
