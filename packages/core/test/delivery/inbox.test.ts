import { describe, expect, it } from "vitest";
import { Inbox } from "../../src/delivery/inbox.ts";
import { peerError, usageError } from "../fixtures/failure.ts";

/** One packet: its parts and messages lie in its plaintext, in front of padding. */
interface Packet {
  readonly frames: readonly (readonly ["part" | "message", Buffer])[];
  readonly padding?: number;
}

/** Returns the plaintext. */
function handle(inbox: Inbox, { frames, padding = 0 }: Packet): Buffer {
  const content = Buffer.concat([...frames.map(([, value]) => value), Buffer.alloc(padding)]);
  // Not in Node's pool, whose size differs by version.
  const plaintext = Buffer.allocUnsafeSlow(content.length);
  content.copy(plaintext);
  let at = 0;
  for (const [kind, { length }] of frames) {
    if (kind === "part") inbox.handlePart(plaintext, at, at + length);
    else inbox.handleMessage(plaintext, at, at + length);
    at += length;
  }
  inbox.handlePacketEnd(plaintext);
  return plaintext;
}

function polled(inbox: Inbox): Buffer[] {
  const messages: Buffer[] = [];
  for (let arrival = inbox.poll(); arrival; arrival = inbox.poll()) messages.push(...arrival.messages);
  return messages;
}

const bytes = (length: number, fill = 1) => Buffer.alloc(length, fill);

// spec: D-3
describe("Inbox", () => {
  it("puts parts together", () => {
    const inbox = new Inbox(10_000);
    handle(inbox, { frames: [["part", bytes(300, 1)]] });
    expect(inbox.poll()).toBeUndefined();
    handle(inbox, { frames: [["part", bytes(256, 2)]] });
    handle(inbox, {
      frames: [
        ["message", bytes(1, 3)],
        ["message", bytes(5, 4)],
      ],
    });
    expect(polled(inbox)).toEqual([Buffer.concat([bytes(300, 1), bytes(256, 2), bytes(1, 3)]), bytes(5, 4)]);
  });

  it("takes an empty last part, and empty messages", () => {
    const inbox = new Inbox(10_000);
    handle(inbox, {
      frames: [
        ["part", bytes(256)],
        ["message", bytes(0)],
        ["message", bytes(0)],
      ],
    });
    expect(polled(inbox)).toEqual([bytes(256), bytes(0)]);
  });

  it("refuses parts that are too small to be worth their keeping", () => {
    const small = () => handle(new Inbox(10_000), { frames: [["part", bytes(255)]] });
    expect(small).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  // spec: D-4
  it("takes a message of exactly its limit, whole or in parts, and none larger", () => {
    const tooLarge = peerError("ERR_COUNTERSIGN_LIMIT");
    const inbox = new Inbox(1_000);
    handle(inbox, { frames: [["message", bytes(1_000)]] });
    handle(inbox, {
      frames: [
        ["part", bytes(600)],
        ["message", bytes(400)],
      ],
    });
    expect(polled(inbox)).toEqual([bytes(1_000), bytes(1_000)]);
    expect(() => handle(inbox, { frames: [["message", bytes(1_001)]] })).toThrow(tooLarge);
    expect(() => handle(new Inbox(1_000), { frames: [["part", bytes(1_001)]] })).toThrow(tooLarge);
    handle(inbox, { frames: [["part", bytes(600)]] });
    expect(() => handle(inbox, { frames: [["message", bytes(401)]] })).toThrow(tooLarge);
  });

  it("gives views of a packet that is mostly messages", () => {
    const inbox = new Inbox(100_000);
    const plaintext = handle(inbox, {
      frames: [
        ["message", bytes(20_000)],
        ["message", bytes(20_000)],
      ],
    });
    for (const message of polled(inbox)) expect(message.buffer).toBe(plaintext.buffer);
  });
});

// spec: D-5, seen by what overwriting a packet does to its messages
describe("Inbox with packets that are mostly padding", () => {
  it("copies messages out of them", () => {
    const inbox = new Inbox(100_000);
    for (let i = 0; i < 3; i++) handle(inbox, { frames: [["message", bytes(10, i)]], padding: 100_000 }).fill(0xff);
    expect(polled(inbox)).toEqual([bytes(10, 0), bytes(10, 1), bytes(10, 2)]);
  });

  it("copies parts out of them", () => {
    const inbox = new Inbox(100_000);
    handle(inbox, { frames: [["part", bytes(256)]], padding: 257 }).fill(0xff);
    handle(inbox, { frames: [["message", bytes(0)]] });
    expect(polled(inbox)).toEqual([bytes(256)]);
  });

  it("leaves views of other packets alone", () => {
    const inbox = new Inbox(100_000);
    const full = handle(inbox, { frames: [["message", bytes(20_000)]] });
    handle(inbox, { frames: [["message", bytes(10)]], padding: 100_000 }).fill(0xff);
    const [view, copy] = polled(inbox);
    expect(view?.buffer).toBe(full.buffer);
    expect(copy).toEqual(bytes(10));
  });

  it("copies a small message behind the last part of a large one, which was copied too", () => {
    const inbox = new Inbox(200_000);
    handle(inbox, { frames: [["part", bytes(60_000)]] });
    const [part, small] = [bytes(60_000), bytes(1)];
    const last = handle(inbox, {
      frames: [
        ["message", part],
        ["message", small],
      ],
    });
    last.fill(0xff);
    expect(polled(inbox)).toEqual([bytes(120_000), small]);
  });

  it("gives small parts memory that they share, in their order", () => {
    const inbox = new Inbox(1_000_000);
    const sent = Array.from({ length: 600 }, (_, index) => bytes(index % 7 === 0 ? 1_000 : 256, index));
    for (const part of sent) handle(inbox, { frames: [["part", part]], padding: part.length === 256 ? 300 : 0 });
    handle(inbox, { frames: [["message", bytes(0)]] });
    expect(polled(inbox)).toEqual([Buffer.concat(sent)]);
  });

  // spec: D-5
  it("keeps parts in memory of their own, where packets share theirs with others", () => {
    const inbox = new Inbox(10_000);
    const shared = Buffer.alloc(8_192);
    const plaintext = shared.subarray(1_000, 1_300);
    plaintext.fill(1);
    inbox.handlePart(plaintext, 0, 300);
    inbox.handlePacketEnd(plaintext);
    plaintext.fill(2);
    handle(inbox, { frames: [["message", bytes(0)]] });
    const [message] = polled(inbox);
    expect(message).toEqual(bytes(300, 1));
    expect(message?.buffer.byteLength).toBe(300);
  });

  it("gives out nothing in place of a part that was transferred away with a message of its packet", () => {
    const inbox = new Inbox(10_000);
    const frames = [
      ["message", bytes(1)],
      ["part", bytes(9_000)],
    ] as const;
    handle(inbox, { frames });
    const [message] = polled(inbox);
    structuredClone(message, { transfer: [message?.buffer as ArrayBuffer] });
    expect(() => handle(inbox, { frames: [["message", bytes(1)]] })).toThrow(
      usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"),
    );
  });
});
