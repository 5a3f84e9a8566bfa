import { defineConfig } from "vitest/config";

/** A password is hashed thousands of times in each attempt, and an exam has hundreds of attempts. */
export default defineConfig({ test: { testTimeout: 60_000 } });
