import { randomInt } from "node:crypto";

/** How many hostile inputs each parser gets. `pnpm fuzz` gives all of them a million. */
export const inputs = Number(process.env.FUZZ ?? 100_000);

/** Another one in every run. Tests name it in their title: `SEED=… vitest run` repeats what was found. */
export const seed = Number(process.env.SEED ?? randomInt(2 ** 31));

/**
 * What memory may differ by between a tenth of the inputs and all of them, in bytes. V8 itself differs by some megabytes;
 * anything that is kept of each input takes more.
 */
export const flatBytes = 4 * 2 ** 20 + 8 * inputs;
