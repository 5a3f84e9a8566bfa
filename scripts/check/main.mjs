import { runSteps } from "./run-steps.mjs";
import { steps } from "./steps.mjs";

/** `pnpm check` runs every step, `pnpm check spec lint` only those two. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));

if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(", ")}. Steps: ${steps.map((step) => step.name).join(", ")}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await runSteps(wanted.length > 0 ? steps.filter((step) => wanted.includes(step.name)) : steps);
}
