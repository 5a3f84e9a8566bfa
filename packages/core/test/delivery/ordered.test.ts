import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/bytes.ts";
import { OrderedDelivery } from "../../src/delivery/ordered.ts";
import { type SeededRandom, seededRandom } from "../../src/testing/random.ts";
import { FrameType } from "../../src/wire.ts";
import { carry, datagramsOf, messagesOf, nextPlaintext, take } from "../fixtures/carry.ts";
import { peerError } from "../fixtures/failure.ts";
import { seed } from "../fixtures/seed.ts";

const megabyte = 2 ** 20;
const delivery = (packetRoom = 1_100) => new OrderedDelivery(packetRoom, megabyte, 32 * 1024);

/** Sizes at which something changes: of lengths, copies, parts and packets. */
const edges = [0, 1, 63, 64, 255, 256, 1_094, 1_095, 1_096, 16_383, 16_384, 32_768, 32_769, 65_536, 300 * 1024];

function size(random: SeededRandom): number {
  if (random.chance(0.3)) return edges[random.integer(edges.length)] as number;
  return random.chance(0.9) ? random.integer(2_000) : random.integer(300 * 1024);
}

// spec: D-1, D-2, D-3
describe("OrderedDelivery", () => {
  it.each([1_100, 16_384, 65_500, 131_055])(
    `delivers messages of every size whole and in order, in packets of %d bytes and more, seed ${seed}`,
    (packetRoom) => {
      const random = seededRandom(seed);
      const [from, to] = [delivery(packetRoom), delivery()];
      for (let round = 0; round < 10; round++) {
        const sent = Array.from({ length: 1 + random.integer(12) }, () => Buffer.from(random.bytes(size(random))));
        for (const message of sent) from.send(message);
        carry(from, to, () => packetRoom + random.integer(2 ** 17 - packetRoom));
        const received = messagesOf(to);
        expect(received.map(({ length }) => length)).toEqual(sent.map(({ length }) => length));
        expect(received.every((message, i) => message.equals(sent[i] as Buffer))).toBe(true);
        expect(from.queuedBytes).toBe(0);
      }
    },
  );

  it("goes on where it stopped, when packets are written between sends", () => {
    const [from, to] = [delivery(), delivery()];
    const sent: string[] = [];
    for (let i = 0; i < 500; i++) {
      const text = `${i} `.repeat(i % 300);
      from.send(utf8(text));
      sent.push(text);
      const packet = i % 3 === 0 ? nextPlaintext(from, 1_100) : undefined;
      if (packet) take(to, packet);
    }
    carry(from, to, () => 1_100);
    expect(messagesOf(to).map(String)).toEqual(sent);
  });

  it("puts small messages together into one packet", () => {
    const [from, to] = [delivery(65_500), delivery()];
    for (let i = 0; i < 1_000; i++) from.send(utf8(`message ${i}`));
    expect(carry(from, to, () => 65_500)).toBe(1);
    expect(messagesOf(to)).toHaveLength(1_000);
  });

  it("copies small messages, and names large ones when they are written, in their order", () => {
    const [from, to] = [delivery(65_500), delivery()];
    const [small, first, second] = [Buffer.alloc(32 * 1024, 1), Buffer.alloc(200_000, 2), Buffer.alloc(100_000, 3)];
    expect([small, first, second].map((message) => from.send(message))).toEqual([true, false, false]);
    small.fill(0);
    const released: (Uint8Array | undefined)[] = [];
    for (let packet = nextPlaintext(from, 65_500); packet; packet = nextPlaintext(from, 65_500)) {
      take(to, packet);
      for (let one = from.pollReleased(); one; one = from.pollReleased()) {
        released.push(one);
        one.fill(9); // its owner may use it again
      }
    }
    expect(released).toEqual([first, second]);
    expect(messagesOf(to).map((message) => [message.length, message[0], message.at(-1)])).toEqual([
      [32 * 1024, 1, 1],
      [200_000, 2, 2],
      [100_000, 3, 3],
    ]);
  });

  it("says how much waits", () => {
    const from = delivery(65_500);
    expect([from.queuedBytes, from.nextBytes(65_500)]).toEqual([0, 0]);
    from.send(utf8("message"));
    expect(from.queuedBytes).toBe(9);
    from.send(Buffer.alloc(100_000));
    expect(from.queuedBytes).toBe(100_009);
    nextPlaintext(from, 65_500);
    expect(from.queuedBytes).toBeGreaterThan(100_009 - 65_500);
    expect(from.queuedBytes).toBeLessThan(100_009 - 65_000);
  });

  it("carries datagrams beside messages", () => {
    const [from, to] = [delivery(), delivery()];
    from.send(utf8("message"));
    from.sendDatagram(utf8("datagram"));
    from.sendDatagram(new Uint8Array());
    carry(from, to, () => 1_100);
    expect(messagesOf(to).map(String)).toEqual(["message"]);
    expect(datagramsOf(to).map(String)).toEqual(["datagram", ""]);
  });

  // spec: D-8
  it("has datagrams of what fits one packet, and of what the peer takes", () => {
    expect(delivery(1_100).maxDatagramBytes).toBe(1_095);
    expect(delivery(65_500).maxDatagramBytes).toBe(32 * 1024);
    expect(new OrderedDelivery(65_500, megabyte, 100).maxDatagramBytes).toBe(100);
    const [from, to] = [delivery(), delivery()];
    from.sendDatagram(Buffer.alloc(1_095, 7));
    expect(carry(from, to, () => 1_100)).toBe(1);
    expect(datagramsOf(to)).toEqual([Buffer.alloc(1_095, 7)]);
  });

  it.each([FrameType.auth, FrameType.ack, FrameType.stream])("refuses a frame of type %d", (type) => {
    expect(() => delivery().handleFrame(type, Buffer.alloc(1), 0, 1)).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});
