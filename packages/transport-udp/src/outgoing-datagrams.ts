import { UsageError } from "@countersign/core";
import { Group, groupBytes } from "./group.ts";
import type { UdpPath } from "./udp-path.ts";

/** Bytes that may wait for the kernel before nothing more is lent. */
const maxWaitingBytes = 2 ** 20;

/** Sends a datagram. `taken` is called when the kernel took it and all those before it, or would not take it. */
export type Send = (datagram: Buffer, path: UdpPath, taken?: (error: Error | null) => void) => void;

/** Whom the datagrams of a link tell what becomes of them. */
export interface DatagramSource {
  /** In front of every packet. */
  readonly prefix: Uint8Array;
  readonly maxPacketBytes: number;
  readonly send: Send;
  /** The kernel took datagrams. `hasRoomAgain`: and `reserve` had no room before. */
  handleTaken(hasRoomAgain: boolean): void;
  /** The kernel would not take a packet of so many bytes. */
  handleRefused(error: Error, bytes: number): void;
}

interface Datagram {
  readonly bytes: Buffer;
  readonly path: UdpPath;
}

/**
 * Lends memory for packets and sends each in a datagram. A group of them is used again only when the kernel has taken
 * all: until then the system may still read its memory.
 */
export class OutgoingDatagrams {
  readonly #source: DatagramSource;
  #group: Group | undefined;
  /** Bytes on loan from the group. */
  #lent: number | undefined;
  #committed: Datagram[] = [];
  #waitingBytes = 0;
  #refused = false;
  /** Bytes of the largest datagram that the kernel took. */
  #fitting = 0;

  constructor(source: DatagramSource) {
    this.#source = source;
  }

  /** The kernel has taken everything that was flushed. */
  get idle(): boolean {
    return this.#waitingBytes === 0;
  }

  /** As `Link.reserve`. */
  reserve(bytes: number): Uint8Array | undefined {
    const { prefix, maxPacketBytes } = this.#source;
    if (!(bytes > 0 && bytes <= maxPacketBytes)) throw invalid(`cannot lend ${bytes} bytes for one packet`);
    if (this.#group && this.#group.filled + prefix.length + bytes > groupBytes) this.#retire(this.#group);
    if (this.#waitingBytes >= maxWaitingBytes) {
      this.#refused = true;
      return undefined;
    }
    this.#group ??= new Group();
    if (this.#lent === undefined) this.#group.users++;
    this.#lent = bytes;
    const start = this.#group.filled + prefix.length;
    return this.#group.memory.subarray(start, start + bytes);
  }

  /** As `Link.commit`. */
  commit(bytes: number, path: UdpPath): void {
    const group = this.#group;
    if (!group || this.#lent === undefined) throw invalid("nothing is on loan that could be committed");
    if (bytes > this.#lent) throw invalid(`cannot commit ${bytes} bytes of a loan of ${this.#lent}`);
    this.#lent = undefined;
    group.users--;
    if (bytes > 0) {
      const { prefix } = this.#source;
      const start = group.filled;
      group.memory.set(prefix, start);
      group.filled += prefix.length + bytes;
      this.#committed.push({ bytes: group.memory.subarray(start, group.filled), path });
    }
    this.#giveBackIfUnused(group);
  }

  /** As `Link.flush`. Only the last datagram is asked after, and such as may not fit: that costs a tenth of sending. */
  flush(): void {
    const group = this.#group;
    const last = this.#committed.pop();
    if (!group || !last) return;
    const bytes = group.filled - group.flushed;
    group.flushed = group.filled;
    group.users++;
    this.#waitingBytes += bytes;
    for (const datagram of this.#committed) {
      const { length } = datagram.bytes;
      const taken = length > this.#fitting ? (error: Error | null) => this.#learn(length, error) : undefined;
      this.#source.send(datagram.bytes, datagram.path, taken);
    }
    this.#committed = [];
    this.#source.send(last.bytes, last.path, (error) => {
      this.#learn(last.bytes.length, error);
      this.#release(group, bytes);
    });
  }

  /** Forgets what was committed but not flushed. What is on loan keeps its group from ever being used again. */
  drop(): void {
    this.#group = undefined;
    this.#lent = undefined;
    this.#committed = [];
  }

  #learn(bytes: number, error: Error | null): void {
    if (error) {
      this.#fitting = 0;
      this.#source.handleRefused(error, bytes - this.#source.prefix.length);
    } else this.#fitting = Math.max(this.#fitting, bytes);
  }

  #release(group: Group, bytes: number): void {
    group.users--;
    this.#waitingBytes -= bytes;
    this.#giveBackIfUnused(group);
    const hasRoomAgain = this.#refused && this.#waitingBytes < maxWaitingBytes;
    if (hasRoomAgain) this.#refused = false;
    this.#source.handleTaken(hasRoomAgain);
  }

  /**
   * No further packet fits: the group returns to the pool when the kernel has taken it. Never, when it is on loan: who
   * asks for another loan without ending that one may still write there.
   */
  #retire(group: Group): void {
    this.flush();
    this.#group = undefined;
    this.#lent = undefined;
    this.#giveBackIfUnused(group);
  }

  #giveBackIfUnused(group: Group): void {
    if (group.users > 0 || group.flushed < group.filled) return;
    if (group === this.#group) this.#group = undefined;
    group.release();
  }
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `udp: ${message}`);
}
