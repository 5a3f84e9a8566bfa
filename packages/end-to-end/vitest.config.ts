import { defineConfig } from "vitest/config";

// Most of the time they wait: for refusals, for time limits, and for the other side of a socket.
export default defineConfig({ test: { maxWorkers: 4 } });
