import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import type { TransportExam } from "./exam.ts";
import { type End, idle, numbered, send, withPair } from "./pair.ts";

/** Pausing, and room to send. */
export const flowCases: Cases<TransportExam> = {
  "hands over nothing while paused, and all of it after (T-13)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        const packets = Array.from({ length: 200 }, (_, number) => numbered(number, 100));
        const { link, sink } = to;
        sink.onPacket = () => link.pause();
        send(from, ...packets.slice(0, 100));
        await until("the first packet", () => sink.packets.length > 0);
        send(from, ...packets.slice(100));
        await idle();
        assert.equal(sink.packets.length, 1);
        link.resume();
        await until("one more packet", () => sink.packets.length > 1);
        await idle();
        assert.equal(sink.packets.length, 2);
        sink.onPacket = undefined;
        link.resume();
        await until("every packet", () => sink.packets.length >= packets.length);
        assertSameList(sink.packets, packets);
      }
    }),

  "stays paused however often it was paused and resumed before (T-13)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      const packets = Array.from({ length: 100 }, (_, number) => numbered(number, 100));
      for (const { link } of [client, server]) {
        for (let count = 0; count < 3; count++) {
          link.pause();
          link.resume();
        }
        link.pause();
      }
      for (const end of [client, server]) send(end, ...packets.slice(0, 50));
      await idle();
      for (const end of [client, server]) {
        send(end, ...packets.slice(50));
        end.link.resume();
        end.link.pause();
      }
      await idle();
      for (const { sink } of [client, server]) assert.equal(sink.packets.length, 0);
      for (const { link } of [client, server]) link.resume();
      for (const { sink } of [client, server]) {
        await until("every packet", () => sink.packets.length >= packets.length);
        assertSameList(sink.packets, packets);
      }
    }),

  "lends a bounded amount of memory to a peer that does not read (T-14)": (exam) =>
    withPair(exam, async ({ client, server }) => {
      server.link.pause();
      await sendUntilRefused(client);
    }),

  "says when there is room again (T-15)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      server.link.pause();
      await sendUntilRefused(client);
      server.link.limitReceive(packetBytes);
      server.link.resume();
      const before = client.sink.writables;
      await until("room", () => client.sink.writables > before);
      assert.ok(client.link.reserve(packetBytes), "there is no room after all");
      client.link.commit(0);
    }),

  "sends what was committed and not what the memory was used for later (T-9)": (exam) =>
    withPair(exam, async ({ client, server, open, until }) => {
      const other = await open();
      for (const { link } of [server, other.server]) {
        link.limitReceive(packetBytes);
        link.pause();
      }
      const sent = await sendUntilRefused(client);
      const sentToOther = await sendUntilRefused(other.client, 7);
      for (const { link } of [server, other.server]) link.resume();
      await until("every packet", () => server.sink.packets.length >= sent);
      await until("every packet", () => other.server.sink.packets.length >= sentToOther);
      assertNumbered(server.sink.packets, 0);
      assertNumbered(other.server.sink.packets, 7);
    }),

  "goes on with one peer while another does not read (T-22)": (exam) =>
    withPair(exam, async ({ client, server, open, until }) => {
      server.link.pause();
      await sendUntilRefused(client);
      const other = await open();
      send(other.client, numbered(1, 1_000));
      await until("a packet of the other link", () => other.server.sink.packets.length === 1);
    }),
};

const packetBytes = 32_768;

/** More than any system's socket buffers hold. */
const tooManyPackets = 4_096;

/** Sends packets filled with their number, until the link lends no more and stays so. Returns how many there were. */
async function sendUntilRefused({ link, sink }: End, first = 0): Promise<number> {
  for (let sent = 0; sent < tooManyPackets; ) {
    const room = link.reserve(packetBytes);
    if (room) {
      room.fill(first + sent++);
      link.commit(packetBytes);
      continue;
    }
    link.flush();
    const before = sink.writables;
    await idle();
    if (sink.writables === before) return sent;
  }
  throw new assert.AssertionError({ message: "the link lends memory without end" });
}

function assertNumbered(packets: readonly Uint8Array[], first: number): void {
  const expected = Buffer.alloc(packetBytes);
  for (const [index, packet] of packets.entries()) {
    expected.fill(first + index);
    assert.ok(expected.equals(packet), `packet ${index} carries bytes of another`);
  }
}
