import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the workspace. */
export const root = fileURLToPath(new URL("../../", import.meta.url));
export const corePath = join(root, "packages/core");
