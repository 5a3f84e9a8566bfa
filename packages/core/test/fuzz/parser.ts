import { describe, expect, it } from "vitest";
import { fuzz } from "../../src/testing/fuzz.ts";
import { flatBytes, inputs } from "../fixtures/inputs.ts";
import { seed } from "../fixtures/seed.ts";

/** Something that takes bytes from a stranger, a peer or a file. */
export interface Parser {
  readonly what: string;
  readonly corpus: readonly Uint8Array[];
  /** Parses, and throws what is no error of ours when the result cannot be true. */
  readonly parse: (input: Buffer) => unknown;
  /** It is slow: it gets one in so many of the inputs. */
  readonly oneIn?: number;
  /** Every code that a refusal may have; none: whatever comes is taken. */
  readonly codes: readonly string[];
}

export function fuzzAll(parsers: readonly Parser[]): void {
  describe(`${inputs} hostile inputs, seed ${seed}:`, () => {
    it.each(parsers)(
      "$what is parsed or refused, and leaves nothing behind",
      async ({ corpus, parse, codes, oneIn = 1 }) => {
        const report = await fuzz({ seed, inputs: inputs / oneIn, corpus }, parse);
        expect(Object.keys(report.refused).sort()).toEqual([...codes].sort());
        expect(report.accepted).toBeGreaterThan(0);
        expect(report.growthBytes).toBeLessThan(flatBytes);
      },
      600_000,
    );
  });
}

/** Fails the input that is being tried. */
export function impossible(what: string): never {
  throw new Error(what);
}
