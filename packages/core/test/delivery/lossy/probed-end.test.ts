import { describe, expect, it } from "vitest";
import { NewReno } from "../../../src/delivery/lossy/congestion/new-reno.ts";
import { LossyDelivery } from "../../../src/delivery/lossy/lossy-delivery.ts";
import { parseFrames } from "../../../src/packet/frame.ts";
import { FrameType } from "../../../src/wire.ts";

// spec
describe("the end of a stream", () => {
  it("is said again with each probe, though older packets are asked for first", () => {
    const { sender, ...delivery } = finished();
    expect(delivery.framesSent(0)).toContain(FrameType.fin);
    for (let probe = 0; probe < 5; probe++) {
      const now = sender.nextTimeout(0) as number;
      sender.handleTimeout(now);
      expect(delivery.framesSent(now)).toEqual(expect.arrayContaining([FrameType.fin, FrameType.stream]));
    }
  });
});

function finished() {
  const delivery = new LossyDelivery({
    basePacketBytes: 1_200,
    maxPacketBytes: 1_200,
    aroundBytes: 32,
    creditBytes: 2 ** 20,
    maxMessageBytes: 2 ** 20,
    windowBytes: 2 ** 20,
    peerMaxDatagramBytes: 1_000,
    makeController: () => new NewReno(1_200),
    random: (bytes) => new Uint8Array(bytes).fill(255),
  });
  const { sender } = delivery;
  let number = 0;
  const framesSent = (now: number) => {
    const types: number[] = [];
    for (let bytes = sender.nextBytes(now); bytes > 0; bytes = sender.nextBytes(now)) {
      const packet = Buffer.alloc(bytes);
      const end = sender.write(packet, 0, number++, now);
      parseFrames(packet.subarray(0, end), { handleFrame: (type) => types.push(type) });
    }
    return types;
  };
  delivery.send(new Uint8Array(3_000));
  framesSent(0);
  sender.finish();
  return { sender, framesSent };
}
