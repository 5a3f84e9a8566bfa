import { defineConfig } from "vitest/config";

/** Runs of the whole benchmark make RSA keys, which takes seconds where other work runs too. */
export default defineConfig({ test: { testTimeout: 60_000 } });
