import { describe, expect, it } from "vitest";
import type { Session } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { seed } from "../fixtures/seed.ts";
import { meetOn } from "./meeting.ts";
import { failuresOf, patienceMs, seedsFor } from "./seeds.ts";

/** Sends without end, as fast as it may. */
function flood(session: Session): void {
  const more = (): unknown => session.send(Buffer.alloc(64 * 1024)).then(more, () => {});
  more();
}

// spec: R-9
describe(`two sessions at one bottleneck, from seed ${seed}`, () => {
  it(
    "get 30 to 70 % of it each, and leave little of it unused",
    async () => {
      const failures = await failuresOf(seedsFor(3), async (each) => {
        const clock = virtualClock();
        const bytesPerMs = 250;
        const network = simulatedNetwork({ seed: each, clock, delayMs: 20, bandwidth: bytesPerMs, queueBytes: 20_000 });
        const meetings = await meetOn(clock, network, 2, { sendBufferBytes: 128 * 1024 });
        for (const { client, server } of meetings) {
          server.on("message", () => {});
          flood(client);
        }
        const received = () => meetings.map(({ server }) => server.stats().bytesReceived);
        await clock.advance(5_000);
        const before = received();
        const ms = 20_000;
        await clock.advance(ms);
        const bytes = received().map((now, index) => now - (before[index] as number));
        const sum = bytes.reduce((one, other) => one + other, 0);
        for (const share of bytes) expect(share / sum, `shares ${bytes}`).toBeGreaterThan(0.3);
        expect(sum / (bytesPerMs * ms), "use").toBeGreaterThan(0.8);
        for (const { client } of meetings) client.abort();
      });
      expect(failures).toEqual([]);
    },
    patienceMs,
  );
});
