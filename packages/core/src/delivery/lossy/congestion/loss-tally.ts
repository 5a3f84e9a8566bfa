import type { SentPacket } from "../sent-packet.ts";

/** What became of the packets that were sent within some time: draft-ietf-ccwg-bbr §5.5.10 asks it of each probe. */
export class LossTally {
  lostPackets = 0;
  #lostBytes = 0;
  #deliveredBytes = 0;
  #from = Number.POSITIVE_INFINITY;
  #until = Number.POSITIVE_INFINITY;

  /** 0 to 1; 0 when nothing is known yet. */
  get rate(): number {
    const bytes = this.#lostBytes + this.#deliveredBytes;
    return bytes === 0 ? 0 : this.#lostBytes / bytes;
  }

  get isEmpty(): boolean {
    return this.#lostBytes + this.#deliveredBytes === 0;
  }

  /** Counts packets sent after `now`. */
  open(now: number): void {
    this.lostPackets = 0;
    this.#lostBytes = 0;
    this.#deliveredBytes = 0;
    this.#from = now;
    this.#until = Number.POSITIVE_INFINITY;
  }

  /** Counts none sent after `now`; earlier ones still, as their fate is learned. */
  close(now: number): void {
    this.#until = now;
  }

  handleAcknowledged(packet: SentPacket): void {
    if (packet.sentAt > this.#from && packet.sentAt <= this.#until) this.#deliveredBytes += packet.bytes;
  }

  /** True when it counted. */
  handleLost(packet: SentPacket): boolean {
    if (packet.sentAt <= this.#from || packet.sentAt > this.#until) return false;
    this.#lostBytes += packet.bytes;
    this.lostPackets++;
    return true;
  }
}
