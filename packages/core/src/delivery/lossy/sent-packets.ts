import type { SentPacket } from "./sent-packet.ts";

/** A packet in flight, and what of it must be sent again should it be lost. Its object is used again. */
export interface PacketRecord extends SentPacket {
  state: "in flight" | "settled";
  /** The range of our stream in it; no length: none. */
  offset: number;
  length: number;
  isEnd: boolean;
  /** The offset of its MAX_DATA, or -1. */
  grantedBytes: number;
  /** The highest number that its ACK names, or -1. */
  acknowledges: number;
  /** It asks whether the path takes packets of its size, and nothing else. */
  isSizeProbe: boolean;
}

/**
 * The packets from the oldest in flight to the newest, in a ring: found by their numbers, without a search. Packets that
 * need no acknowledgement are not among them.
 */
export class SentPackets {
  /** The oldest number that may still be in flight. */
  oldest = 0;
  /** The number after the newest. */
  next = 0;
  #ring: (PacketRecord | undefined)[] = new Array(smallestRing);

  /** The record of `number`, if it is in flight, or was so a moment ago. */
  at(number: number): PacketRecord | undefined {
    if (number < this.oldest || number >= this.next) return undefined;
    const record = this.#ring[number & (this.#ring.length - 1)];
    return record?.number === number ? record : undefined;
  }

  /** A record for `number`, which is higher than all before it, of a packet that carries nothing yet. */
  add(number: number): PacketRecord {
    while (number - this.oldest >= this.#ring.length) this.#grow();
    this.next = number + 1;
    const slot = number & (this.#ring.length - 1);
    const record = this.#ring[slot] ?? blank();
    this.#ring[slot] = record;
    record.number = number;
    record.state = "settled";
    record.length = 0;
    record.isEnd = false;
    record.grantedBytes = -1;
    record.acknowledges = -1;
    record.isSizeProbe = false;
    return record;
  }

  /** Moves `oldest` to the first packet that is in flight, and `oldest` to `next` when there is none. */
  forget(): void {
    while (this.oldest < this.next && this.at(this.oldest)?.state !== "in flight") this.oldest++;
  }

  #grow(): void {
    const grown: (PacketRecord | undefined)[] = new Array(2 * this.#ring.length);
    for (const record of this.#ring) if (record) grown[record.number & (grown.length - 1)] = record;
    this.#ring = grown;
  }
}

function blank(): PacketRecord {
  return {
    number: 0,
    sentAt: 0,
    bytes: 0,
    delivery: {
      deliveredBytes: 0,
      deliveredAt: 0,
      firstSentAt: 0,
      lostBytes: 0,
      inFlightBytes: 0,
      applicationLimited: false,
    },
    state: "settled",
    offset: 0,
    length: 0,
    isEnd: false,
    grantedBytes: -1,
    acknowledges: -1,
    isSizeProbe: false,
  };
}

const smallestRing = 16;
