import { checkBoundaries } from "./boundaries.mjs";
import { checkClaims } from "./claims.mjs";
import { run } from "./command.mjs";
import { checkConsumer } from "./consumer.mjs";
import { checkGuides } from "./guides.mjs";
import { testOnNewestNode } from "./newest-node.mjs";
import { checkPackages } from "./packages.mjs";
import { checkReadme } from "./readme.mjs";
import { corePath } from "./root.mjs";
import { checkSizes } from "./sizes.mjs";
import { checkSpec } from "./spec.mjs";
import { installSystemPrograms } from "./system-program.mjs";
import { runTests } from "./tests.mjs";
import { turbo } from "./turbo.mjs";
import { checkWalkthrough } from "./walkthrough.mjs";

/** What `pnpm check` runs, the quick ones first. @type {import("./run-steps.mjs").Step[]} */
export const steps = [
  { name: "lint", what: "format and lint", run: () => run("biome", ["ci", "--error-on-warnings", "."]) },
  { name: "boundaries", what: "which package may use which", run: checkBoundaries },
  {
    name: "rooms",
    what: "which room of core may import which",
    run: () => run("depcruise", ["src", "--config", "../../scripts/check/rooms.mjs"], { cwd: corePath }),
  },
  { name: "spec", what: "every requirement has a test, every citation a requirement", run: checkSpec },
  { name: "claims", what: "the threat model names tests and requirements that exist", run: checkClaims },
  {
    name: "unused",
    what: "files, exports and dependencies that nobody uses",
    run: () => run("knip", ["--no-config-hints"]),
  },
  { name: "build", what: "what users get", run: () => turbo("build", ["--output-logs=errors-only"]) },
  { name: "types", what: "sources and tests", run: () => turbo("types", ["--output-logs=errors-only"]) },
  { name: "system", what: "programs that tests drive", run: installSystemPrograms },
  { name: "tests", what: "of every package", run: () => runTests() },
  { name: "newest-node", what: "the same tests on the newest Node", run: testOnNewestNode },
  { name: "packages", what: "what every packed package holds and says of itself", run: checkPackages },
  { name: "sizes", what: "of every packed package and of the README's example", run: checkSizes },
  { name: "consumer", what: "every entry of every package, from an empty project", run: checkConsumer },
  { name: "readme", what: "the README's example, from an empty project", run: checkReadme },
  { name: "guides", what: "the guides' examples pass their exams, from empty projects", run: checkGuides },
  { name: "walkthrough", what: "the command, typed into two terminals as its page shows", run: checkWalkthrough },
  { name: "bench", what: "the benchmark's smoke profile", run: () => run("pnpm", ["bench", "--profile", "smoke"]) },
];
