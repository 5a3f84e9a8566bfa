/** Several datagrams as large as they get, or a great many small ones. */
export const groupBytes = 2 ** 18;

/** Datagrams behind each other in one piece of memory, handed to the socket one by one. */
export class Group {
  readonly memory = spare.pop() ?? Buffer.allocUnsafeSlow(groupBytes);
  /** The end of the committed datagrams. */
  filled = 0;
  /** The end of those handed to the socket. */
  flushed = 0;
  /** Who may still touch the memory: datagrams that the kernel has not taken, and a loan. */
  users = 0;

  /** Everything was sent, and there are no users: the last call. */
  release(): void {
    if (spare.length < maxSpare) spare.push(this.memory);
  }
}

// They belong to the process, so that a link holds memory only while it needs it. What is more than 4 MiB is left to
// the garbage collector.
const spare: Buffer[] = [];
const maxSpare = 16;
