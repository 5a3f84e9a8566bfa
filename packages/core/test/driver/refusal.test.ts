import { describe, expect, it } from "vitest";
import { connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { memory, virtualClock } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();

// spec: A-10
describe("a client that is refused", () => {
  it("is told, at whatever moment the time for it comes", async () => {
    for (let step = 0.05; step < 1; step += 0.05) {
      const clock = virtualClock();
      const transport = memory({ clock });
      let ahead = 0;
      const server = await listen({
        transport,
        cipher,
        clock: {
          // Time passes between any two looks at the clock.
          now() {
            ahead += step;
            return clock.now() + ahead;
          },
          setTimer: (callback, at) => clock.setTimer(callback, at - ahead),
          defer: (callback) => clock.defer(callback),
        },
        address: "memory:0",
        identity,
        authenticate: sharedKeys({ alice: generateSharedKey() }),
        limits: { refusalFloorMs: 1 },
      });
      const connecting = connect({
        transport,
        cipher,
        clock,
        address: server.address,
        server: identity.publicKey,
        authenticate: sharedKey("alice", generateSharedKey()),
      });
      await expect(clock.runUntilSettled(connecting, 60_000), `a step of ${step} ms`).rejects.toMatchObject({
        code: "ERR_COUNTERSIGN_AUTHENTICATION",
      });
      void server.close();
    }
  });
});
