import { seed } from "../fixtures/seed.ts";

/**
 * The seeds of one test: `count` of them, or with SOAK=n so many more that all soak tests have about n together.
 * `SEED=… vitest run test/soak` repeats the one that failed, and with SOAK=n it is the first of them.
 */
export function seedsFor(count: number): number[] {
  if (process.env.SEED !== undefined && process.env.SOAK === undefined) return [seed];
  const factor = Number(process.env.SOAK ?? seedsInAll) / seedsInAll;
  return Array.from({ length: Math.max(1, Math.round(count * factor)) }, (_, index) => (seed + index) % 2 ** 32);
}

const seedsInAll = 200;

/** Milliseconds that a soak test may take. */
export const patienceMs = 120_000 * Math.max(1, Number(process.env.SOAK ?? 0) / seedsInAll);

/** Runs all seeds, and says of each that failed what was wrong. */
export async function failuresOf(seeds: readonly number[], run: (seed: number) => Promise<void>): Promise<string[]> {
  const failures: string[] = [];
  for (const each of seeds) {
    await run(each).catch((error: unknown) =>
      failures.push(`SEED=${each}: ${error instanceof Error ? error.stack : error}`),
    );
  }
  return failures;
}
