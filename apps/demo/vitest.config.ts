import { defineConfig } from "vitest/config";

/** The chat is tested as its users run it: several processes, which wait for each other and for time limits most of the time. */
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 } });
