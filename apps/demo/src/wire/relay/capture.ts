import type { Direction, Fate, PacketSummary } from "../protocol.ts";
import { type Framing, kindOf } from "./framing.ts";

/** A packet as it was seen between client and server. */
export interface Packet {
  /** From 1 on, in the order in which packets were seen. */
  readonly number: number;
  /** Milliseconds since the capture began. */
  readonly atMs: number;
  readonly direction: Direction;
  /** As its sender sent it, with what the transport puts around it. */
  readonly sent: Buffer;
  /** As it went on to its receiver; undefined while it has not, or never will. */
  readonly delivered: Buffer | undefined;
  /** Who sent it: one of the two ends, or somebody between them. */
  readonly by: "end" | "attacker";
  /** How many packets of its direction and first byte were sent before: what TCP's packets are numbered by. */
  readonly ordinal: number;
  /** Ports of the two ends, as the server sees them. */
  readonly ports: Ports;
  readonly fate: Fate;
  readonly remark?: string;
}

export interface Ports {
  readonly client: number;
  readonly server: number;
}

/** Everything that an eavesdropper has of one conversation. */
export class Capture {
  readonly framing: Framing;
  /** When it began, in milliseconds since 1970. */
  readonly beganAt = Date.now();
  readonly #packets = new Map<number, Packet>();
  readonly #ordinals = new Map<string, number>();
  readonly #changed: (packet: Packet) => void;
  readonly #startedAt = performance.now();
  #last = 0;

  /** `changed` is told of every packet that is new, or has another fate. */
  constructor(framing: Framing, changed: (packet: Packet) => void) {
    this.framing = framing;
    this.#changed = changed;
  }

  /** The oldest first. Of a long conversation the first packets and the newest are kept. */
  get packets(): readonly Packet[] {
    return [...this.#packets.values()];
  }

  get nowMs(): number {
    return performance.now() - this.#startedAt;
  }

  packet(number: number): Packet | undefined {
    return this.#packets.get(number);
  }

  /** The newest that one of the two ends sent in this direction. */
  newest(direction: Direction): Packet | undefined {
    return this.packets.findLast((packet) => packet.direction === direction && packet.by === "end");
  }

  add(direction: Direction, sent: Buffer, by: Packet["by"], ports: Ports): Packet {
    const first = `${direction} ${sent[this.framing.headBytes(direction)]}`;
    const ordinal = this.#ordinals.get(first) ?? 0;
    if (by === "end") this.#ordinals.set(first, ordinal + 1);
    const number = ++this.#last;
    const fate = by === "end" ? "under way" : "forged";
    return this.#put({ number, atMs: this.nowMs, direction, sent, delivered: undefined, by, ordinal, ports, fate });
  }

  change(packet: Packet, changes: Partial<Pick<Packet, "fate" | "remark" | "delivered">>): void {
    const current = this.#packets.get(packet.number);
    if (current) this.#put({ ...current, ...changes });
  }

  #put(packet: Packet): Packet {
    this.#packets.set(packet.number, packet);
    if (this.#packets.size > keptPackets) {
      for (const number of this.#packets.keys()) {
        if (number <= keptFirst) continue;
        this.#packets.delete(number);
        break;
      }
    }
    this.#changed(packet);
    return packet;
  }
}

/** The handshake explains the rest, so that it is never forgotten. */
const keptFirst = 16;
const keptPackets = 4_000;

export function summarise(packet: Packet, framing: Framing): PacketSummary {
  const { number, atMs, direction, sent, delivered, fate, remark } = packet;
  const bytes = delivered ?? sent;
  return {
    number,
    atMs,
    direction,
    bytes: bytes.length,
    kind: kindOf(bytes[framing.headBytes(direction)]),
    glimpse: bytes.subarray(0, glimpseBytes).toString("hex"),
    fate,
    ...(remark !== undefined && { remark }),
  };
}

const glimpseBytes = 32;
