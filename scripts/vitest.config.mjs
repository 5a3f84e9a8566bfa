import { defineConfig } from "vitest/config";

/** Each check is run as a whole, on a workspace of its own. */
export default defineConfig({ test: { testTimeout: 60_000 } });
