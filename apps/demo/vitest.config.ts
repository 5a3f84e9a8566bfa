import { defineConfig } from "vitest/config";

/** The chat is tested as its users run it: several processes, which make keys and wait for each other. */
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
