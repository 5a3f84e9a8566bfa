import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/testing/index.ts";
import { seed } from "../fixtures/seed.ts";
import { meet } from "./meeting.ts";
import { parcel } from "./parcels.ts";
import { failuresOf, patienceMs, seedsFor } from "./seeds.ts";

// spec: R-11, D-6
describe(`datagrams over a network with faults, from seed ${seed}`, () => {
  it(
    "arrive once at most and unchanged, and are refused rather than queued where the network is too slow",
    async () => {
      const failures = await failuresOf(seedsFor(5), async (each) => {
        const random = seededRandom(each);
        const { clock, client, server } = await meet({
          seed: each,
          ...{ loss: random.float() * 0.3, duplication: random.float() * 0.5, corruption: random.float() * 0.1 },
          ...{ jitterMs: random.float() * 50, bandwidth: 100, queueBytes: 10_000 },
          limits: { handshakeTimeoutMs: 120_000 },
        });
        const heard = new Map<number, number>();
        server.on("datagram", (datagram) => {
          const index = datagram.readUInt32BE();
          heard.set(index, (heard.get(index) ?? 0) + 1);
          expect(datagram.equals(named(index, datagram.length)), `datagram ${index}`).toBe(true);
        });
        let refused = 0;
        let mostQueued = 0;
        for (let index = 0; index < 2_000; index++) {
          if (!client.sendDatagram(named(index, 4 + random.integer(1_000)))) refused++;
          mostQueued = Math.max(mostQueued, client.stats().queuedBytes);
          await clock.advance(random.float() * 2); // five times what the network takes
        }
        await clock.advance(5_000);
        expect(
          [...heard.values()].every((times) => times === 1),
          "once each",
        ).toBe(true);
        expect(heard.size, "arrived").toBeGreaterThan(50);
        expect(refused, "refused").toBeGreaterThan(200);
        expect(mostQueued, "queued bytes").toBeLessThan(100_000);
        client.abort();
        await clock.runUntilIdle();
      });
      expect(failures).toEqual([]);
    },
    patienceMs,
  );
});

/** Four bytes that say which it is, and others that no other has. */
function named(index: number, bytes: number): Buffer {
  const datagram = parcel("client", index, bytes);
  datagram.writeUInt32BE(index);
  return datagram;
}
