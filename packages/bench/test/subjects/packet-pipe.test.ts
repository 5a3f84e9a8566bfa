import { describe, expect, it } from "vitest";
import { messagesOf } from "../../src/measure/messages.ts";
import { PacketType, shortPacket } from "../../src/subjects/raw-udp/packet.ts";
import { PacketPipe } from "../../src/subjects/raw-udp/packet-pipe.ts";
import type { Sink } from "../../src/subjects/subject.ts";

/** Two ends that hear each other at once, but for packets that `loses` says are lost on the way to the right one. */
function stage(packetBytes: number, loses: (packet: number) => boolean = () => false) {
  const sinks = { left: new Recorder(), right: new Recorder() };
  let sent = 0;
  const left: PacketPipe = new PacketPipe({
    packetBytes,
    busy: false,
    send: (packet, taken) => {
      expect(packet.length).toBeLessThanOrEqual(packetBytes);
      if (!loses(sent++)) right.receive(Buffer.from(packet));
      taken?.();
    },
    leave: () => {},
  });
  const right: PacketPipe = new PacketPipe({
    packetBytes,
    busy: false,
    send: (packet, taken) => {
      left.receive(Buffer.from(packet));
      taken?.();
    },
    leave: () => {},
  });
  left.read(sinks.left);
  right.read(sinks.right);
  return { left, right, sinks };
}

class Recorder implements Sink {
  readonly messages: Buffer[] = [];
  readonly datagrams: Buffer[] = [];
  ends: (Error | undefined)[] = [];

  handleMessages(messages: readonly Buffer[]): void {
    this.messages.push(...messages);
  }

  handleDatagram(datagram: Buffer): void {
    this.datagrams.push(datagram);
  }

  handleEnd(error?: Error): void {
    this.ends.push(error);
  }
}

describe("PacketPipe", () => {
  // 13 bytes leave room for 8, so that lengths are cut in every place.
  it.each([13, 14, 15, 16, 1_200, 16_384, 65_499])("carries messages in packets of %d bytes", async (packetBytes) => {
    const { left, sinks } = stage(packetBytes);
    const messages = [1, 64, 3, 1_000, 64 * 1024, 2, 5].map((size) => messagesOf(Math.max(4, size))[0] as Buffer);
    for (const message of messages) await left.send(message);
    await left.close();
    expect(sinks.right.messages.map(String)).toEqual(messages.map(String));
    expect(sinks.right.ends).toEqual([undefined]);
  });

  it("bounds what is in flight", async () => {
    const { left, sinks } = stage(1_200, () => true);
    const [message] = messagesOf(64 * 1024) as [Buffer];
    let sent = 1;
    let room = left.send(message);
    for (; room === undefined; sent++) room = left.send(message);
    // 1 MiB is 873 packets, and a message takes 55 of them.
    expect(sent).toBe(16);
    left.end(new Error("enough"));
    await expect(room).rejects.toThrow("enough");
    expect(sinks.left.ends).toHaveLength(1);
  });

  it("wakes everyone who waits for room", async () => {
    const { left } = stage(1_200, () => true);
    const [message] = messagesOf(64 * 1024) as [Buffer];
    let first = left.send(message);
    while (first === undefined) first = left.send(message);
    const second = left.send(message);
    left.receive(shortPacket(PacketType.acknowledgement, 2_000));
    await expect(Promise.all([first, second])).resolves.toEqual([undefined, undefined]);
  });

  it("makes an error of a lost packet, on both sides", async () => {
    const { left, sinks } = stage(1_200, (packet) => packet === 2);
    left.send(messagesOf(64 * 1024)[0] as Buffer);
    expect(sinks.right.ends).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/packet 2 was lost/) }),
    ]);
    expect(sinks.left.ends).toEqual([expect.objectContaining({ message: expect.stringMatching(/packet 2 was lost/) })]);
  });

  it("makes nothing of a lost datagram", () => {
    const { left, sinks } = stage(1_200, (packet) => packet === 0);
    expect([left.sendDatagram(Buffer.from("a")), left.sendDatagram(Buffer.from("b"))]).toEqual([true, true]);
    expect(sinks.right.datagrams.map(String)).toEqual(["b"]);
    expect(sinks.right.ends).toEqual([]);
  });
});
