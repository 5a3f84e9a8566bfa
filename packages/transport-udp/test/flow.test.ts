import { describe, expect, it } from "vitest";
import { groupBytes } from "../src/group.ts";
import { checkedOptions } from "../src/options.ts";
import { OutgoingDatagrams } from "../src/outgoing-datagrams.ts";
import { traitsFor } from "../src/packet-sizes.ts";
import { UdpPath } from "../src/udp-path.ts";
import { listening } from "./listening.ts";
import { idle, send, until } from "./recorder.ts";

describe("sizes", () => {
  it.each([
    ["127.0.0.1", 16_384],
    ["127.255.0.7", 16_384],
    ["::1", 16_384],
    ["::ffff:127.0.0.1", 16_384],
    ["192.0.2.1", 1_444],
    ["2001:db8::1", 1_444],
    ["fe80::1%eth0", 1_444],
  ])("to %s are up to %i bytes", (host, maxPacketBytes) => {
    expect(traitsFor(host, checkedOptions({}))).toEqual({ reliable: false, basePacketBytes: 1_200, maxPacketBytes });
    expect(traitsFor(host, checkedOptions({ maxPacketBytes: 9_000 })).maxPacketBytes).toBe(9_000);
  });

  it("that the system does not send are a hint, the first time and later", async () => {
    const { dial } = await listening({ maxPacketBytes: 65_519 });
    const { client, server } = await dial();
    const tooLarge = { kind: "too-large", bytes: 65_519 };
    for (const { link, sink } of [client, server]) {
      // IPv4's own header leaves 65,507 bytes for a datagram (RFC 791, RFC 768).
      send(link, ["before", Buffer.alloc(65_519), "behind"]);
      await until(() => sink.hints.length === 1);
      send(link, [Buffer.alloc(65_519)]);
      await until(() => sink.hints.length === 2);
      expect(sink.hints).toEqual([tooLarge, tooLarge]);
    }
    await until(() => client.sink.packets.length === 2 && server.sink.packets.length === 3);
    expect(client.sink.packets).toEqual(["before", "behind"]);
    expect(server.sink.packets).toEqual(["hello", "before", "behind"]);
  });
});

describe("memory", () => {
  it("is refused for no packet, and for one that is too large", async () => {
    const { dial } = await listening({ maxPacketBytes: 1_200 });
    const { client } = await dial();
    for (const bytes of [0, -1, 1_201, Number.NaN]) {
      expect(() => client.link.reserve(bytes)).toThrow(expect.objectContaining({ name: "UsageError" }));
    }
    expect(() => client.link.commit(1)).toThrow("nothing is on loan");
    client.link.reserve(100);
    expect(() => client.link.commit(101)).toThrow("cannot commit 101 bytes of a loan of 100");
    client.link.commit(0);
  });

  it("is not used again before the kernel took all of its packets", () => {
    const { outgoing, sent, takeAll } = heldUp();
    const packets = Array.from({ length: 300 }, (_, number) => Buffer.alloc(1_200, number));
    for (const packet of packets) {
      outgoing.reserve(packet.length)?.set(packet);
      outgoing.commit(packet.length, path);
      outgoing.flush();
    }
    const expected = packets.map((packet) => Buffer.concat([prefix, packet]));
    expect(Buffer.concat(sent).equals(Buffer.concat(expected))).toBe(true);
    expect(outgoing.idle).toBe(false);
    takeAll();
    expect(outgoing.idle).toBe(true);
  });

  it("is bounded, and there is room again when the kernel took some", () => {
    const { outgoing, rooms, takeAll } = heldUp();
    let lent = 0;
    while (outgoing.reserve(16_000)) {
      outgoing.commit(16_000, path);
      outgoing.flush();
      lent += 16_000;
    }
    expect(lent).toBeGreaterThan(2 ** 19);
    expect(lent).toBeLessThan(2 ** 21);
    expect(rooms).toEqual([]);
    takeAll();
    expect(rooms.filter(Boolean).length).toBe(1);
    expect(outgoing.reserve(16_000)).toBeDefined();
  });

  it("is never given to two links, whoever forgot to end a loan", () => {
    const { outgoing, takeAll } = heldUp();
    const sendOne = (bytes: number) => {
      outgoing.reserve(bytes);
      outgoing.commit(bytes, path);
      outgoing.flush();
    };
    for (let filled = 0; filled + 16_008 <= groupBytes; filled += 16_008) sendOne(16_000);
    outgoing.reserve(100);
    // Does not fit behind that loan.
    for (let count = 0; count < 3; count++) sendOne(16_000);
    takeAll();
    const [one, other] = [heldUp().outgoing, heldUp().outgoing];
    expect(one.reserve(10)?.buffer).not.toBe(other.reserve(10)?.buffer);
  });

  it("does not stay with links that have nothing to send", async () => {
    const { dial } = await listening();
    await dial();
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; count < 100; count++) {
      const { client, server } = await dial();
      send(server.link, ["hello"]);
      server.link.reserve(1_000);
      server.link.commit(0);
      await until(() => client.sink.packets.length === 1);
    }
    await idle();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 65_536);
  });
});

const prefix = Buffer.from("route-id");
const path = new UdpPath("192.0.2.1", 7000);

/** Datagrams on their way to a kernel that takes nothing until `takeAll`. */
function heldUp() {
  const sent: Buffer[] = [];
  const rooms: boolean[] = [];
  const taken: ((error: null) => void)[] = [];
  const outgoing = new OutgoingDatagrams({
    prefix,
    maxPacketBytes: 16_384,
    send(datagram, _path, done) {
      sent.push(datagram);
      if (done) taken.push(done);
    },
    handleTaken: (hasRoomAgain) => rooms.push(hasRoomAgain),
    handleRefused: (error) => {
      throw error;
    },
  });
  const takeAll = () => {
    for (const done of taken.splice(0)) done(null);
  };
  return { outgoing, sent, rooms, takeAll };
}
