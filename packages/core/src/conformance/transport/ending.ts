import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import { abortAtFirstPacket, assertSpent } from "./ended.ts";
import type { TransportExam } from "./exam.ts";
import { type End, idle, numbered, send, withPair } from "./pair.ts";

/** Closing and aborting. */
export const endingCases: Cases<TransportExam> = {
  "sends on close what was committed, and then ends without a cause (T-17)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const packets = Array.from({ length: 10 }, (_, number) => numbered(number, 4_000));
      send(client, ...packets.slice(0, 5));
      for (const packet of packets.slice(5)) {
        client.link.reserve(packet.length)?.set(packet);
        client.link.commit(packet.length);
      }
      let closed = false;
      void client.link.close().then(() => {
        closed = true;
      });
      await until("the end", () => server.sink.ends.length > 0);
      assertSameList(server.sink.packets, packets);
      assert.deepEqual(server.sink.ends, [undefined]);
      await until("close to resolve", () => closed);
    }),

  "loses nothing it sent when it closes with packets unread (T-17)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      client.link.pause();
      send(server, ...Array.from({ length: 50 }, (_, number) => numbered(number, 4_096)));
      await idle();
      const last = Array.from({ length: 100 }, (_, number) => numbered(number, 4_096));
      send(client, ...last);
      void client.link.close();
      await until("the end", () => server.sink.ends.length > 0);
      assertSameList(server.sink.packets, last);
      assert.deepEqual(server.sink.ends, [undefined]);
    }),

  "resolves close whenever it is called (T-18)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      let closed = 0;
      const countClose = ({ link }: End) =>
        void link.close().then(() => {
          closed++;
        });
      countClose(client);
      countClose(client);
      await until("the end", () => server.sink.ends.length > 0);
      countClose(server);
      await until("close to resolve thrice", () => closed === 3);
      client.link.abort();
      countClose(client);
      await until("close to resolve after abort", () => closed === 4);
    }),

  "hands over nothing after close (T-19)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      server.sink.onPacket = () => void server.link.close();
      send(client, numbered(1, 10), numbered(2, 10), numbered(3, 10));
      await until("the end", () => client.sink.ends.length > 0);
      assertSameList(server.sink.packets, [numbered(1, 10)]);
    }),

  "says nothing after abort, and the peer hears of the end (T-19)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      abortAtFirstPacket(server);
      send(client, numbered(1, 10), numbered(2, 10), numbered(3, 10));
      await until("the peer's end", () => client.sink.ends.length > 0);
      await idle();
      assert.deepEqual(server.sink.undue, []);
      assertSameList(server.sink.packets, [numbered(1, 10)]);
    }),

  "ends once, and says nothing after it (T-20)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      send(client, numbered(1, 10));
      await client.link.close();
      await until("the end", () => server.sink.ends.length > 0);
      server.link.abort();
      await idle();
      assert.equal(server.sink.ends.length, 1);
      assert.deepEqual(server.sink.undue, []);
    }),

  "lends nothing after the end, and takes every call (T-21)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      client.link.reserve(100);
      client.link.abort();
      client.link.commit(100);
      await until("the end", () => server.sink.ends.length > 0);
      for (const { link } of [client, server]) assertSpent(link);
    }),

  "ends one link and no other (T-22)": (exam) =>
    withPair(exam, async ({ client, server, open, until }) => {
      const other = await open();
      client.link.abort();
      await until("the end", () => server.sink.ends.length > 0);
      send(other.client, numbered(1, 10));
      await until("a packet of the other link", () => other.server.sink.packets.length === 1);
      assert.deepEqual(other.server.sink.ends, []);
    }),
};
