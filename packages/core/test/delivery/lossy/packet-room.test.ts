import { describe, expect, it } from "vitest";
import { NewReno } from "../../../src/delivery/lossy/congestion/new-reno.ts";
import { LossyDelivery } from "../../../src/delivery/lossy/lossy-delivery.ts";
import { FrameType } from "../../../src/wire.ts";

const aroundBytes = 32;
const nothing = Buffer.alloc(0);

function delivery(): LossyDelivery {
  return new LossyDelivery({
    basePacketBytes: 1_200,
    maxPacketBytes: 16_384,
    aroundBytes,
    creditBytes: 2 ** 20,
    maxMessageBytes: 2 ** 20,
    windowBytes: 2 ** 20,
    peerMaxDatagramBytes: 1_000,
    makeController: () => new NewReno(1_200),
    random: (bytes) => new Uint8Array(bytes),
  });
}

/** Bytes reserved for each packet that leaves now, and bytes written. */
function packets({ sender }: LossyDelivery, now: number): [reserved: number, written: number][] {
  const all: [number, number][] = [];
  for (let bytes = sender.nextBytes(now); bytes > 0; bytes = sender.nextBytes(now)) {
    all.push([bytes, sender.write(new Uint8Array(2 ** 17), 0, all.length, now) + aroundBytes]);
  }
  return all;
}

// spec: R-12
describe("a packet fits what was reserved for it", () => {
  it("when a probe of the packet size is due", () => {
    const busy = delivery();
    busy.send(new Uint8Array(5_000));
    expect(packets(busy, 0)[0]).toEqual([16_384, 16_384]);
  });

  it("when an acknowledgement is due at the same time as a probe of the packet size", () => {
    const busy = delivery();
    busy.send(new Uint8Array(5_000));
    busy.handleFrame(FrameType.ping, nothing, 0, 0, 0, 0);
    busy.handlePacketEnd(nothing, 0, 0);
    const [first, second, ...more] = packets(busy, 0);
    expect(first?.[0]).toBe(1_200);
    expect(first?.[1]).toBeLessThanOrEqual(1_200);
    expect(second).toEqual([16_384, 16_384]);
    for (const [reserved, written] of more) expect(written).toBeLessThanOrEqual(reserved);
  });
});
