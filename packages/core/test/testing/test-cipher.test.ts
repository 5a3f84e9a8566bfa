import { describe, it } from "vitest";
import { cipherConformance } from "../../src/conformance/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const make = () => ({ ...cipher, generateIdentity: async () => cipher.ephemeralKem.generate() });
cipherConformance({ describe, it }, { name: "testCipher", make });
