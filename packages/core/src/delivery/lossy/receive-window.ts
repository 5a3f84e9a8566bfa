/** How far the peer may send: an offset of its stream that only grows (spec: R-3). Bytes. */
export class ReceiveWindow {
  /** The offset that the peer may send up to. */
  grantedBytes: number;
  readonly #windowBytes: number;
  #reading = true;
  #due = false;

  constructor(windowBytes: number) {
    this.#windowBytes = windowBytes;
    this.grantedBytes = windowBytes;
  }

  /** MAX_DATA is to be sent. */
  get due(): boolean {
    return this.#due;
  }

  /** MAX_DATA is being written; the offset in it. */
  take(): number {
    this.#due = false;
    return this.grantedBytes;
  }

  /** What said so may be lost: it is to be said again, unless it is no news any more. */
  handleLost(offset: number): void {
    if (offset === this.grantedBytes) this.#due = true;
  }

  setReading(reading: boolean, deliveredBytes: number): void {
    this.#reading = reading;
    this.handleDelivered(deliveredBytes);
  }

  /** The stream was handed on up to here. More is granted in steps of a quarter, and only to an application that reads. */
  handleDelivered(deliveredBytes: number): void {
    const next = deliveredBytes + this.#windowBytes;
    if (!this.#reading || next - this.grantedBytes < this.#windowBytes / 4) return;
    this.grantedBytes = next;
    this.#due = true;
  }
}
