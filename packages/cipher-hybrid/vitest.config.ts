import { defineConfig } from "vitest/config";

/** Finding the primes of an RSA key is a matter of luck, and takes seconds where other work runs too. */
export default defineConfig({ test: { testTimeout: 60_000 } });
