import { Bottleneck, queueBytesOf } from "./bottleneck.ts";
import type { Conditions } from "./conditions.ts";
import { DelayQueue } from "./delay-queue.ts";
import type { Fates } from "./fates.ts";

/** What became of the packets that came to a relay. */
export interface RelayCounts {
  readonly received: number;
  /** By chance, as asked for. */
  readonly lost: number;
  /** Others were let past, as asked for. */
  readonly heldBack: number;
  /** Lost at the bottleneck, whose queue was full. */
  readonly congested: number;
  /** Lost because the relay itself held too many: its numbers say something about the relay. */
  readonly overflowed: number;
}

export type Counter = { -readonly [Name in keyof RelayCounts]: number };

export function newCounter(): Counter {
  return { received: 0, lost: 0, heldBack: 0, congested: 0, overflowed: 0 };
}

/** One direction of a relay, for all of its clients. It is told the time, in milliseconds, and sends nothing itself. */
export class Direction<T> {
  readonly #delayMs: number;
  readonly #bottleneck: Bottleneck | undefined;
  readonly #queue = new DelayQueue<T>(mostHeldPackets);
  readonly #counter: Counter;

  constructor({ delayMs, bytesPerSecond }: Conditions, counter: Counter) {
    this.#delayMs = delayMs / 2;
    if (bytesPerSecond !== null)
      this.#bottleneck = new Bottleneck(bytesPerSecond, queueBytesOf(bytesPerSecond, delayMs));
    this.#counter = counter;
  }

  /** When to call `take`; undefined: nothing is under way. */
  get nextAt(): number | undefined {
    return this.#queue.nextAt;
  }

  /** A packet that came in `now`. Each packet of a client takes one of its fates. */
  push(packet: T, bytes: number, fates: Fates, now: number): void {
    const counter = this.#counter;
    counter.received++;
    const fate = fates.next();
    if (fate === "lost") {
      counter.lost++;
      return;
    }
    const passedAt = this.#bottleneck ? this.#bottleneck.pass(bytes, now) : now;
    if (passedAt === undefined) {
      counter.congested++;
      return;
    }
    const held = fate === "held back";
    if (held) counter.heldBack++;
    const at = passedAt + this.#delayMs + (held ? heldBackMs : 0);
    if (!this.#queue.push(packet, at)) counter.overflowed++;
  }

  /** Packets whose time has come, in the order in which they leave. */
  take(now: number): T[] {
    return this.#queue.take(now);
  }
}

/** Long enough for some packets to come past on a slow line, and for a great many on a fast one. */
export const heldBackMs = 3;

/** 20 ms of 16 KiB packets at 1 GB/s are 1,200. */
export const mostHeldPackets = 16_384;
