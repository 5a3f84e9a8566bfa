import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSameList, assertSamePackets } from "../same-bytes.ts";
import { abortAtFirstPacket, assertSpent } from "./ended.ts";
import type { TransportExam } from "./exam.ts";
import { idle, numbered, send, withPair } from "./pair.ts";

/** Closing and aborting, over links that lose packets: the peer is told by the session, if at all. */
export const lossyEndingCases: Cases<TransportExam> = {
  "sends on close what was committed, and ends nothing at the peer (T-30)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      for (const [from, to] of [
        [server, client],
        [client, server],
      ] as const) {
        const packets = Array.from({ length: 10 }, (_, number) => numbered(number, 1_000));
        send(from, ...packets.slice(0, 5));
        for (const packet of packets.slice(5)) {
          from.link.reserve(packet.length)?.set(packet);
          from.link.commit(packet.length);
        }
        if (from === client) void client.link.close();
        else from.link.flush();
        await until("every packet", () => to.sink.packets.length >= packets.length);
        assertSamePackets(to.sink.packets, packets);
      }
      await idle();
      assert.deepEqual(server.sink.ends, []);
    }),

  "resolves close whenever it is called (T-18)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      let closed = 0;
      const close = (link: typeof client.link) =>
        void link.close().then(() => {
          closed++;
        });
      send(client, numbered(1, 1_000));
      close(client.link);
      close(client.link);
      await until("close to resolve twice", () => closed === 2);
      close(client.link);
      server.link.abort();
      close(server.link);
      await until("close to resolve after the end", () => closed === 4);
    }),

  "hands over nothing after close (T-19)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      server.sink.onPacket = () => void server.link.close();
      send(client, numbered(1, 10), numbered(2, 10), numbered(3, 10));
      await until("a packet", () => server.sink.packets.length > 0);
      await idle();
      assertSameList(server.sink.packets, [numbered(1, 10)]);
    }),

  "says nothing after abort (T-19)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      abortAtFirstPacket(server);
      send(client, numbered(1, 10), numbered(2, 10), numbered(3, 10));
      await until("a packet", () => server.sink.packets.length > 0);
      await idle();
      assert.deepEqual(server.sink.undue, []);
      assertSameList(server.sink.packets, [numbered(1, 10)]);
    }),

  "lends nothing after the end, and takes every call (T-21)": (exam) =>
    withPair(exam, async ({ client, server }) => {
      client.link.reserve(100);
      client.link.abort();
      client.link.commit(100);
      await server.link.close();
      for (const { link } of [client, server]) assertSpent(link);
    }),

  "ends one link and no other (T-22)": (exam) =>
    withPair(exam, async ({ client, server, open, until }) => {
      const other = await open();
      client.link.abort();
      server.link.abort();
      send(other.client, numbered(1, 10));
      await until("a packet of the other link", () => other.server.sink.packets.length === 1);
      send(other.server, numbered(2, 10));
      await until("a packet back", () => other.client.sink.packets.length === 1);
      assert.deepEqual(other.server.sink.ends, []);
    }),
};
