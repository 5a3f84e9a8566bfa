import type { Clock } from "../driver/clock.ts";
import { changedFaults, drawFate, type Faults, noFaults } from "./faults.ts";
import type { SeededRandom } from "./random.ts";

/** Packets of one direction. Once nothing is under way: sent + injected + duplicated = delivered + dropped. */
export interface RoadCounters {
  readonly sent: number;
  readonly injected: number;
  /** Handed to a link or a listener, whatever it did with them. */
  readonly delivered: number;
  /** For whatever reason: loss, darkness, size, a full queue, nobody at the address. */
  readonly dropped: number;
  readonly duplicated: number;
  readonly corrupted: number;
  /** Held back by the fault `reordering`. */
  readonly reordered: number;
}

/** One direction of the simulated network: from a packet to when, how often and how it arrives. */
export class Road {
  faults: Faults = noFaults;
  readonly counters = { sent: 0, injected: 0, delivered: 0, dropped: 0, duplicated: 0, corrupted: 0, reordered: 0 };

  readonly #clock: Clock;
  readonly #random: SeededRandom;
  /** When the bottleneck has passed on everything that waits before it. */
  #freeAt = 0;

  constructor(clock: Clock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  change(changes: Partial<Faults>): void {
    this.faults = changedFaults(this.faults, changes);
  }

  /** Takes the packet over and calls `arrive` when it arrives: never, once or twice, with memory of its own. */
  carry(packet: Uint8Array, arrive: (packet: Uint8Array) => void): void {
    const { faults, counters } = this;
    counters.sent += 1;
    const fate = drawFate(this.#random, faults, packet.length);
    const passedAt = fate.lost || faults.dark || packet.length > faults.mtu ? undefined : this.#pass(packet.length);
    if (passedAt === undefined) {
      counters.dropped += 1;
      return;
    }
    const send = (copy: Uint8Array, delayMs: number) => this.#clock.setTimer(() => arrive(copy), passedAt + delayMs);
    if (fate.copyDelayMs !== undefined) {
      counters.duplicated += 1;
      send(Uint8Array.from(packet), fate.copyDelayMs);
    }
    if (fate.corruptedBit !== undefined) {
      counters.corrupted += 1;
      flip(packet, fate.corruptedBit);
    }
    if (fate.held) counters.reordered += 1;
    send(packet, fate.delayMs);
  }

  /** When the bottleneck has passed these bytes on, or undefined: its queue is full. */
  #pass(bytes: number): number | undefined {
    const { bandwidth, queueBytes } = this.faults;
    const now = this.#clock.now();
    const start = Math.max(now, this.#freeAt);
    if ((start - now) * bandwidth > queueBytes) return undefined;
    this.#freeAt = start + bytes / bandwidth;
    return this.#freeAt;
  }
}

function flip(packet: Uint8Array, bit: number): void {
  const byte = bit >>> 3;
  packet[byte] = (packet[byte] ?? 0) ^ (1 << (bit & 7));
}
