import { randomInt } from "node:crypto";

/** Another one in every run. Tests name it in their title: `SEED=… vitest run` repeats what was found. */
export const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
