import { authenticatorConformance } from "@countersign/core/conformance";
import { describe, it } from "vitest";
import { pair } from "./pair.ts";

// spec: A-23
authenticatorConformance({ describe, it }, { name: "scram-sha-256", proves: "both", make: () => pair });
