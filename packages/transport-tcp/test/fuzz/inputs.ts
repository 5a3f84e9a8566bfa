import { randomInt } from "node:crypto";

/** How many hostile inputs each parser gets. `pnpm fuzz` gives all of them a million. */
export const inputs = Number(process.env.FUZZ ?? 100_000);

/** Another one in every run. Tests name it in their title: `SEED=… vitest run` repeats what was found. */
export const seed = Number(process.env.SEED ?? randomInt(2 ** 31));

/** What memory may differ by between a tenth of the inputs and all of them, in bytes: less than 5 for each of 10^6. */
export const flatBytes = 4 * 2 ** 20;
