import { defineConfig } from "vitest/config";

/** These replace a module of the library or of Node, so each has a world of its own. */
const mocking = ["test/vectors/{sessions,accepts,x25519}.test.ts", "test/soak/{sharing-new-reno,transfer}.test.ts"];

/** All others load the library once, which halves the time they take. */
export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "shared", include: ["test/**/*.test.ts"], exclude: mocking, isolate: false } },
      { extends: true, test: { name: "mocking", include: mocking } },
    ],
  },
});
