import type { Socket } from "node:net";
import { UsageError } from "@countersign/core";
import { Group, groupBytes } from "./group.ts";
import { prefixBytes } from "./wire.ts";

/** Bytes that may wait in one socket before nothing more is lent. */
const maxWaitingBytes = 2 ** 20;

/**
 * Gathers packets into groups and writes them to a socket. A group is used again only when the kernel has taken all of
 * it: until then the system may still read its memory.
 */
export class OutgoingGroups {
  readonly #socket: Socket;
  readonly #handleTaken: (hasRoomAgain: boolean) => void;
  #group: Group | undefined;
  /** Bytes on loan from the group. */
  #lent: number | undefined;
  #waitingBytes = 0;
  #refused = false;

  /** `handleTaken` is called whenever the kernel took a write, and told of room that `reserve` did not have before. */
  constructor(socket: Socket, handleTaken: (hasRoomAgain: boolean) => void) {
    this.#socket = socket;
    this.#handleTaken = handleTaken;
  }

  /** As `Link.reserve`. */
  reserve(bytes: number): Uint8Array | undefined {
    if (bytes > groupBytes - prefixBytes) throw invalid(`cannot lend ${bytes} bytes for one packet`);
    if (this.#group && this.#group.filled + prefixBytes + bytes > groupBytes) this.#retire(this.#group);
    if (this.#waitingBytes >= maxWaitingBytes) {
      this.#refused = true;
      return undefined;
    }
    this.#group ??= new Group();
    if (this.#lent === undefined) this.#group.users++;
    this.#lent = bytes;
    const start = this.#group.filled + prefixBytes;
    return this.#group.memory.subarray(start, start + bytes);
  }

  /** As `Link.commit`. */
  commit(bytes: number): void {
    const group = this.#group;
    if (!group || this.#lent === undefined) throw invalid("nothing is on loan that could be committed");
    if (bytes > this.#lent) throw invalid(`cannot commit ${bytes} bytes of a loan of ${this.#lent}`);
    this.#lent = undefined;
    group.users--;
    if (bytes > 0) {
      group.memory.writeUInt32BE(bytes, group.filled);
      group.filled += prefixBytes + bytes;
    }
    this.#giveBackIfUnused(group);
  }

  /** As `Link.flush`. */
  flush(): void {
    const group = this.#group;
    if (!group || group.filled === group.flushed) return;
    const packets = group.memory.subarray(group.flushed, group.filled);
    group.flushed = group.filled;
    group.users++;
    this.#waitingBytes += packets.length;
    this.#socket.write(packets, (error) => {
      if (!error) this.#release(group, packets.length); // A lost socket's groups are left to the garbage collector.
    });
  }

  /** Forgets what was committed but not flushed. What is on loan keeps its group from ever being used again. */
  drop(): void {
    this.#group = undefined;
    this.#lent = undefined;
  }

  #release(group: Group, bytes: number): void {
    group.users--;
    this.#waitingBytes -= bytes;
    this.#giveBackIfUnused(group);
    const hasRoomAgain = this.#refused && this.#waitingBytes < maxWaitingBytes;
    if (hasRoomAgain) this.#refused = false;
    this.#handleTaken(hasRoomAgain);
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
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `tcp: ${message}`);
}
