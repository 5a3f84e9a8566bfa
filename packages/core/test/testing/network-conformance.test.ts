import { describe, it } from "vitest";
import { transportConformance } from "../../src/conformance/index.ts";
import { systemClock } from "../../src/driver/clock.ts";
import { simulatedNetwork } from "../../src/testing/index.ts";

for (const maxPacketBytes of [1_452, 16_384]) {
  transportConformance(
    { describe, it },
    {
      name: `a simulated network for ${maxPacketBytes} bytes`,
      make: () => simulatedNetwork({ seed: 1, clock: systemClock, maxPacketBytes, hints: true }).transport(),
      address: "sim:0",
      lossy: true,
    },
  );
}
