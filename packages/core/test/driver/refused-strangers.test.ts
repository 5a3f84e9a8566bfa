import { describe, expect, it } from "vitest";
import { connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { seed } from "../fixtures/seed.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

// spec: H-3, R-20
describe("a client that was refused on a lossy link", () => {
  it("takes a place among the half-open for as long as the server remembers it", async () => {
    const clock = virtualClock();
    const cipher = testCipher();
    const identity = cipher.ephemeralKem.generate();
    const common = { transport: simulatedNetwork({ seed, clock }).transport(), cipher, clock };
    const authenticate = sharedKeys(() => undefined);
    const server = await listen({ ...common, address: "sim:0", identity, authenticate });
    const stranger = sharedKey("mallory", generateSharedKey());
    const dial = { ...common, address: server.address, server: identity.publicKey, authenticate: stranger };
    for (let count = 1; count <= 3; count++) {
      const refused = connect(dial).catch((error) => error.code);
      expect(await clock.runUntilSettled(refused, 1_000)).toBe("ERR_COUNTERSIGN_AUTHENTICATION");
      expect(server.stats()).toMatchObject({ sessions: 0, halfOpen: count });
    }
    await clock.advance(20_000);
    expect(server.stats()).toMatchObject({ sessions: 0, halfOpen: 0 });
  });
});
