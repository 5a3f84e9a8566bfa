import { cipherConformance, keyFileConformance } from "@countersign/core/conformance";
import { describe, it } from "vitest";
import { hybrid } from "../src/index.ts";

const exam = { name: "hybrid", make: () => hybrid({ modulusBits: 2048 }) };
cipherConformance({ describe, it }, exam);
keyFileConformance({ describe, it }, exam);
