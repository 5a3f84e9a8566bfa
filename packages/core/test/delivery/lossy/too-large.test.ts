import { describe, expect, it } from "vitest";
import { NewReno } from "../../../src/delivery/lossy/congestion/new-reno.ts";
import { LossyDelivery } from "../../../src/delivery/lossy/lossy-delivery.ts";

const aroundBytes = 32;

// spec: R-12
describe("a probe of the packet size that the system would not send", () => {
  it("leaves its room in the window to data, at once", () => {
    const { sender, ...end } = busy();
    expect(end.bytesSent()).toContain(16_384);
    const before = sender.recovery.inFlightBytes;
    sender.handleTooLarge(16_384);
    expect(sender.recovery.inFlightBytes).toBe(before - 16_384);
    expect(end.bytesSent().slice(0, 2)).toEqual([8_792, 1_200]);
  });

  it("of the smallest packets is no reason to send them again at once", () => {
    const { sender, ...end } = busy();
    end.bytesSent();
    const { inFlightBytes } = sender.recovery;
    sender.handleTooLarge(1_200);
    expect([sender.recovery.inFlightBytes, end.bytesSent()]).toEqual([inFlightBytes, []]);
  });
});

function busy() {
  const delivery = new LossyDelivery({
    basePacketBytes: 1_200,
    maxPacketBytes: 16_384,
    aroundBytes,
    creditBytes: 2 ** 20,
    maxMessageBytes: 2 ** 20,
    windowBytes: 2 ** 20,
    peerMaxDatagramBytes: 1_000,
    makeController: () => new NewReno(1_200),
    random: (bytes) => new Uint8Array(bytes).fill(255),
  });
  delivery.send(new Uint8Array(100_000));
  const { sender } = delivery;
  let number = 0;
  const bytesSent = () => {
    const sent: number[] = [];
    for (let bytes = sender.nextBytes(0); bytes > 0; bytes = sender.nextBytes(0)) {
      sender.write(new Uint8Array(bytes), 0, number++, 0);
      sent.push(bytes);
    }
    return sent;
  };
  return { sender, bytesSent };
}
