import { describe, it } from "vitest";
import { transportConformance } from "../../src/conformance/index.ts";
import { memory } from "../../src/testing/index.ts";

transportConformance({ describe, it }, { name: "memory", make: () => memory(), address: "memory:0" });
