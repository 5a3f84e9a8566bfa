import { describe, expect, it } from "vitest";
import { NewReno } from "../../../../src/delivery/lossy/congestion/new-reno.ts";
import { seed } from "../../../fixtures/seed.ts";
import { type RoadOptions, road } from "./fixtures/road.ts";

/** The part of what could be delivered that was, after a third of the time. */
function utilisation(options: RoadOptions, untilMs: number): number {
  const { rate, runUntil, measureUntil } = road(options);
  runUntil(untilMs / 3);
  const [delivered = 0] = measureUntil(untilMs);
  return delivered / (rate * (1 - (options.loss ?? 0)));
}

const large = { packetBytes: 16_384, packetsPerAck: 16 };
const loopback = { packetBytes: 16_384, buffer: 30, roundTripMs: 0.2 };

describe(`model-based congestion control uses a path in full (seed ${seed})`, () => {
  const paths: readonly (readonly [title: string, untilMs: number, Omit<RoadOptions, "seed">])[] = [
    ["1 Mbit/s, 20 ms", 60_000, { megabits: 1, roundTripMs: 20 }],
    ["1 Mbit/s, 200 ms", 60_000, { megabits: 1, roundTripMs: 200 }],
    ["10 Mbit/s, 20 ms", 20_000, { megabits: 10, roundTripMs: 20 }],
    ["10 Mbit/s, 200 ms", 20_000, { megabits: 10, roundTripMs: 200 }],
    ["100 Mbit/s, 20 ms", 3_000, { megabits: 100, roundTripMs: 20 }],
    ["100 Mbit/s, 20 ms, 64 packets an acknowledgement", 3_000, { megabits: 100, roundTripMs: 20, packetsPerAck: 64 }],
    ["100 Mbit/s, 20 ms, a tenth of the buffer", 3_000, { megabits: 100, roundTripMs: 20, buffer: 0.1 }],
    ["400 Mbit/s, 12 ms, in packets of 16 KiB", 3_000, { megabits: 400, roundTripMs: 12, ...large }],
    [
      "400 Mbit/s, 20 ms, an event loop that stalls",
      3_000,
      { megabits: 400, roundTripMs: 20, packetsPerAck: 16, stalls: { everyMs: 50, forMs: 10 } },
    ],
    ["1 Gbit/s, 5 ms", 500, { megabits: 1000, roundTripMs: 5 }],
    ["1 Gbit/s, 0.2 ms", 1_000, { megabits: 1000, packetsPerAck: 16, ...loopback }],
    ["1.6 Gbit/s, 0.1 ms", 1_000, { megabits: 1600, packetsPerAck: 32, ...loopback, roundTripMs: 0.1, buffer: 60 }],
    ["800 Mbit/s, 0.2 ms, up to 5 ms of jitter", 1_000, { megabits: 800, ...loopback, buffer: 60, jitterMs: 5 }],
    [
      "1.6 Gbit/s, 0.2 ms, an event loop that stalls",
      1_000,
      { megabits: 1600, packetsPerAck: 64, ...loopback, stalls: { everyMs: 50, forMs: 5 } },
    ],
  ];
  for (const [title, untilMs, path] of paths)
    for (const loss of [0, 0.01, 0.05])
      it(`${title}, ${loss * 100} % loss`, () => {
        expect(utilisation({ ...path, loss, seed }, untilMs)).toBeGreaterThan(0.85);
      });

  it("and half of one that loses a fifth", () => {
    expect(utilisation({ megabits: 10, roundTripMs: 20, loss: 0.2, seed }, 20_000)).toBeGreaterThan(0.5);
    expect(utilisation({ megabits: 100, roundTripMs: 20, loss: 0.2, seed }, 3_000)).toBeGreaterThan(0.5);
  });

  it("and still works on one that loses 30 %", () => {
    expect(utilisation({ megabits: 10, roundTripMs: 20, loss: 0.3, seed }, 20_000)).toBeGreaterThan(0.2);
  });
});

describe(`NewReno, as a control (seed ${seed})`, () => {
  const reno = (loss: number) =>
    utilisation({ megabits: 100, roundTripMs: 20, loss, seed, controller: new NewReno(1200) }, 6_000);

  it("uses a path without loss", () => {
    expect(reno(0)).toBeGreaterThan(0.85);
  });

  it("collapses under 1 %", () => {
    expect(reno(0.01)).toBeLessThan(0.15);
  });
});
