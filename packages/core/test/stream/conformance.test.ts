import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { transportConformance } from "../../src/conformance/index.ts";
import { unix } from "./unix.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-"));
afterAll(() => rmSync(folder, { recursive: true }));

transportConformance({ describe, it }, { name: "a stream", make: unix, address: join(folder, "socket") });
