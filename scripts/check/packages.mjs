import { run } from "./command.mjs";
import { tarballs } from "./tarballs.mjs";

/** Looks at each package as its users will get it. */
export async function checkPackages() {
  for (const tarball of (await tarballs()).values()) {
    await run("publint", ["run", tarball, "--strict"]);
    await run("attw", [tarball, "--profile", "esm-only", "--format", "ascii", "--no-summary", "--no-emoji"]);
  }
}
