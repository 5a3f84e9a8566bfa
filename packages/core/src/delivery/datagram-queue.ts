/** Datagrams that have arrived and wait for the application. When it is full the oldest goes (spec: D-6). */
export class DatagramQueue {
  readonly #datagrams: Buffer[] = [];

  push(plaintext: Buffer, start: number, end: number): void {
    if (this.#datagrams.length >= maxWaiting) this.#datagrams.shift();
    this.#datagrams.push(Buffer.from(plaintext.subarray(start, end)));
  }

  poll(): Buffer | undefined {
    return this.#datagrams.shift();
  }
}

const maxWaiting = 256;
