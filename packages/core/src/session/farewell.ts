/**
 * A session that is over on a lossy link, where its last word may be lost: it is said again to a peer that goes on (RFC
 * 9000 §10.2.1), but to the first packet, the second, the fourth, and so on: nobody makes us talk without end.
 */
export class Farewell {
  /** The last word is to be sent. */
  due: boolean;
  /** When nobody is listened to any more, in milliseconds. */
  readonly until: number;
  readonly #writeLast: (packet: Uint8Array) => number;
  #heard = 0;

  /** `writeLast` writes the packet that says that it is over, and why. `due`: it was not sent yet. */
  constructor(writeLast: (packet: Uint8Array) => number, until: number, due: boolean) {
    this.#writeLast = writeLast;
    this.until = until;
    this.due = due;
  }

  /** The peer, or who pretends to be it, has not understood yet. */
  handlePacket(): void {
    this.#heard++;
    if ((this.#heard & (this.#heard - 1)) === 0) this.due = true;
  }

  /** Returns the packet's length. */
  write(packet: Uint8Array): number {
    this.due = false;
    return this.#writeLast(packet);
  }
}
