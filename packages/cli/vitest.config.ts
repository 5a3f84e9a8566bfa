import { defineConfig } from "vitest/config";

// Most of the time they wait: for processes that start, and for each other.
export default defineConfig({ test: { testTimeout: 60_000, maxWorkers: 2 } });
