import { describe, expect, it } from "vitest";
import { NewReno } from "../../../src/delivery/lossy/congestion/new-reno.ts";
import { LossyDelivery } from "../../../src/delivery/lossy/lossy-delivery.ts";

const aroundBytes = 24;

function delivery(): LossyDelivery {
  return new LossyDelivery({
    basePacketBytes: 1_200,
    maxPacketBytes: 1_452,
    aroundBytes,
    creditBytes: 100_000,
    maxMessageBytes: 100_000,
    windowBytes: 100_000,
    peerMaxDatagramBytes: 1_000,
    makeController: () => new NewReno(1_200),
    random: (bytes) => new Uint8Array(bytes).fill(7),
  });
}

// spec: R-12
describe("a packet", () => {
  it("fits what was reserved, when an acknowledgement comes before a probe for larger packets", () => {
    const end = delivery();
    end.send(Buffer.alloc(50_000));
    end.elicit();
    end.handlePacketEnd(Buffer.alloc(1), 0, 0);
    for (let number = 0; number < 3; number++) {
      const reserved = end.sender.nextBytes(0);
      const packet = new Uint8Array(reserved);
      expect(end.sender.write(packet, 8, number, 0) + aroundBytes - 8).toBeLessThanOrEqual(reserved);
    }
  });
});
