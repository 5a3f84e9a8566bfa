import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSameList, assertSamePackets } from "../same-bytes.ts";
import type { TransportExam } from "./exam.ts";
import { idle, numbered, send, withPair } from "./pair.ts";

/** What a packet is, and what becomes of it, over links that lose some. */
export const lossyPacketCases: Cases<TransportExam> = {
  "carries packets of every size whole, both ways (T-8, T-23)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const { basePacketBytes, maxPacketBytes } = client.link.traits;
      const sizes = [1, 2, 8, 9, 255, 256, basePacketBytes, maxPacketBytes - 1, maxPacketBytes];
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        to.link.limitReceive(maxPacketBytes);
        for (const [number, bytes] of sizes.entries()) {
          send(from, numbered(number, bytes));
          await until(`a packet of ${bytes} bytes`, () => to.sink.packets.length > number);
        }
        assertSameList(
          to.sink.packets,
          sizes.map((bytes, number) => numbered(number, bytes)),
        );
      }
    }),

  "neither merges nor splits packets sent together (T-8)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const packets = Array.from({ length: 50 }, (_, number) => numbered(number, 1 + number * 24));
      send(client, ...packets);
      await until("every packet", () => server.sink.packets.length >= packets.length);
      assertSamePackets(server.sink.packets, packets);
    }),

  "drops a packet larger than its limit, and goes on (T-28)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      server.link.limitReceive(500);
      send(client, numbered(1, 501), numbered(2, 500));
      await until("the packet within the limit", () => server.sink.packets.length > 0);
      server.link.limitReceive(501);
      send(client, numbered(3, 501));
      await until("the packet within the new limit", () => server.sink.packets.length > 1);
      assertSameList(server.sink.packets, [numbered(2, 500), numbered(3, 501)]);
      assert.deepEqual(server.sink.ends, []);
    }),

  "takes 4,096 bytes at most until told otherwise (T-28)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const { maxPacketBytes } = client.link.traits;
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        if (maxPacketBytes > 4_096) send(from, numbered(1, 4_097));
        const most = numbered(2, Math.min(maxPacketBytes, 4_096));
        send(from, most);
        await until("the packet within the limit", () => to.sink.packets.length > 0);
        assertSameList(to.sink.packets, [most]);
      }
    }),

  "names one path for one place, and sends along the one it is told (T-29)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      send(client, numbered(1, 100));
      await until("a packet", () => server.sink.packets.length === 1);
      send(client, numbered(2, 100));
      await until("another", () => server.sink.packets.length === 2);
      const [path, same] = server.sink.paths;
      assert.ok(path !== undefined && path === same, "two paths to one place");
      assert.deepEqual([path.address, path.proven], [server.link.remoteAddress, false]);
      server.link.reserve(50)?.set(numbered(3, 50));
      server.link.commit(50, path);
      server.link.flush();
      await until("a packet along the path", () => client.sink.packets.length === 1);
      server.link.migrate(path);
      send(server, numbered(4, 50));
      await until("another", () => client.sink.packets.length === 2);
      assertSameList(client.sink.packets, [numbered(3, 50), numbered(4, 50)]);
    }),

  "pauses nothing (T-28)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      server.link.pause();
      send(client, numbered(1, 100));
      await until("a packet", () => server.sink.packets.length === 1);
      server.link.resume();
      await idle();
      assert.equal(server.sink.packets.length, 1);
    }),
};
