import assert from "node:assert/strict";
import { PeerError } from "../../errors.ts";
import type { Cases } from "../cases.ts";
import { assertSameBytes, assertSameList } from "../same-bytes.ts";
import type { TransportExam } from "./exam.ts";
import { idle, numbered, send, withPair } from "./pair.ts";

/** The memory of packets, and when it is whose, over any link. */
export const loanCases: Cases<TransportExam> = {
  "sends of a loan what was committed, and nothing of one given back (T-9)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const { link } = client;
      link.reserve(500)?.fill(1);
      link.commit(0);
      link.flush();
      link.reserve(1_000)?.fill(2);
      link.commit(10);
      link.reserve(500)?.fill(3);
      link.commit(0);
      link.reserve(20)?.fill(4);
      link.commit(20);
      link.flush();
      await until("two packets", () => server.sink.packets.length >= 2);
      await idle();
      assertSameList(server.sink.packets, [new Uint8Array(10).fill(2), new Uint8Array(20).fill(4)]);
    }),

  "lets the sink overwrite a packet (T-10)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const packets = Array.from({ length: 100 }, (_, number) => numbered(number, 1_000));
      server.sink.onPacket = (packet) => packet.fill(0xff);
      send(client, ...packets);
      await until("every packet", () => server.sink.packets.length >= packets.length);
      assertSameList(server.sink.packets, packets);
    }),

  "tells the sink when the packets of a read are handed over (T-11)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const { sink } = server;
      send(client, numbered(1, 10), numbered(2, 10));
      await until("the end of the turn with two packets", () => sink.packetsAtTurnEnd === 2);
      send(client, numbered(3, 10));
      await until("the end of the turn with the third", () => sink.packetsAtTurnEnd === 3);
    }),

  "lets the sink send from inside handlePacket (T-16)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const rounds = 100;
      server.sink.onPacket = (packet) => send(server, packet);
      client.sink.onPacket = (packet) => {
        if (client.sink.packets.length < rounds) send(client, packet);
      };
      send(client, numbered(1, 100));
      await until("the last echo", () => client.sink.packets.length === rounds);
      assertSameBytes(client.sink.packets.at(-1), numbered(1, 100), "the last echo");
    }),
};

/** What a packet is, and what becomes of it, over reliable links. */
export const packetCases: Cases<TransportExam> = {
  "carries packets of every size unchanged, both ways (T-7, T-8)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const { maxPacketBytes } = client.link.traits;
      const sizes = [1, 2, 3, 4, 5, 255, 256, 4_095, 4_096, 10_000, maxPacketBytes - 1, maxPacketBytes];
      const packets = sizes.map((bytes, number) => numbered(number, bytes));
      for (const { link } of [client, server]) link.limitReceive(maxPacketBytes);
      send(client, ...packets);
      send(server, ...packets);
      for (const { sink } of [client, server]) {
        await until("every packet", () => sink.packets.length >= packets.length);
        assertSameList(sink.packets, packets);
      }
    }),

  "neither merges nor splits packets sent together (T-8)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const packets = Array.from({ length: 1_000 }, (_, number) => numbered(number, 1 + (number % 64)));
      send(client, ...packets);
      await until("every byte", () => total(server.sink.packets) >= total(packets));
      assertSameList(server.sink.packets, packets);
    }),

  "ends with PeerError at a packet larger than 4,096 bytes, until told otherwise (T-12)": (exam) =>
    withPair(exam, async ({ client, server, open, until }) => {
      send(client, numbered(1, 4_096), numbered(2, 4_097), numbered(3, 10));
      await until("the end", () => server.sink.ends.length > 0);
      assert.ok(server.sink.ends[0] instanceof PeerError, "the cause is no PeerError");
      assertSameList(server.sink.packets, [numbered(1, 4_096)]);

      const other = await open();
      other.server.sink.onPacket = () => other.server.link.limitReceive(5_000);
      send(other.client, numbered(1, 10), numbered(2, 5_000), numbered(3, 5_001));
      await until("the end", () => other.server.sink.ends.length > 0);
      assertSameList(other.server.sink.packets, [numbered(1, 10), numbered(2, 5_000)]);
    }),
};

function total(packets: readonly Uint8Array[]): number {
  return packets.reduce((bytes, packet) => bytes + packet.length, 0);
}
