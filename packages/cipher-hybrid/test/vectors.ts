import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The vectors of a file in the folder `vectors` of the workspace, by its name. Every one has these fields. */
export function vectors<Vector>(name: string): readonly (Vector & { readonly comment: string })[] {
  const file = join(import.meta.dirname, "../../../vectors", `${name}.json`);
  const { common, vectors } = JSON.parse(readFileSync(file, "utf8"));
  return vectors.map((vector: object) => ({ ...common, ...vector }));
}

export const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");
