import { cipherConformance, keyFileConformance } from "@countersign/core/conformance";
import { describe, it } from "vitest";
import { sealedBox } from "../src/index.ts";

const exam = { name: "sealedBox", make: sealedBox };
cipherConformance({ describe, it }, exam);
keyFileConformance({ describe, it }, exam);
