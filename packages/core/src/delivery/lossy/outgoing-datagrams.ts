/** Datagrams that wait for the next packets: few, since one that cannot leave soon is better dropped (spec: R-11). */
export class OutgoingDatagrams {
  /** Bytes of their frames. */
  queuedBytes = 0;
  readonly #queue: Buffer[] = [];

  /** Copies. */
  push(datagram: Uint8Array): void {
    this.#queue.push(Buffer.from(datagram));
    this.queuedBytes += datagram.length;
  }

  /** The next one, if there is any. */
  get first(): Buffer | undefined {
    return this.#queue[0];
  }

  shift(): void {
    this.queuedBytes -= this.#queue.shift()?.length ?? 0;
  }

  /** Those that no packet takes any more, since packets have become smaller, are dropped. */
  dropAbove(bytes: number): void {
    while (this.first && this.first.length > bytes) this.shift();
  }
}
