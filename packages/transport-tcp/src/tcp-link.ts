import type { Socket } from "node:net";
import type { Link, LinkSink, LinkTraits, Path } from "@countersign/core";
import { IncomingPackets } from "./incoming-packets.ts";
import type { TcpSettings } from "./options.ts";
import { OutgoingGroups } from "./outgoing-groups.ts";

/** The protocol's own limit: a packet costs a cipher more than a byte does. */
const maxPacketBytes = 2 ** 17;

const traits: LinkTraits = { reliable: true, basePacketBytes: maxPacketBytes, maxPacketBytes };

/** A connected socket as a link. Give it a paused socket that may be half-open (`allowHalfOpen`). */
export class TcpLink implements Link {
  readonly traits = traits;
  readonly remoteAddress: string;
  readonly #socket: Socket;
  readonly #settings: TcpSettings;
  readonly #path: Path;
  readonly #incoming = new IncomingPackets();
  readonly #outgoing: OutgoingGroups;
  /** Undefined before `start`, and again once the owner is to be told no more. */
  #sink: LinkSink | undefined;
  #paused = false;
  #peerEnded = false;
  /** Nothing more is committed: closed, aborted or ended. */
  #over = false;
  #failure: Error | undefined;
  /** When a closing link gives up on its peer. */
  #deadline: NodeJS.Timeout | undefined;

  constructor(socket: Socket, remoteAddress: string, settings: TcpSettings) {
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
    this.#settings = settings;
    this.#path = { address: remoteAddress, proven: true };
    this.#outgoing = new OutgoingGroups(socket, (hasRoomAgain) => this.#handleTaken(hasRoomAgain));
    socket.on("error", (error) => {
      this.#failure = error;
    });
    socket.on("close", () => {
      clearTimeout(this.#deadline);
      this.#end(this.#failure);
    });
  }

  start(sink: LinkSink): void {
    if (this.#over) return;
    this.#sink = sink;
    this.#socket.on("data", (chunk) => this.handleData(chunk));
    this.#socket.on("end", () => {
      this.#peerEnded = true;
      this.#handOver();
    });
    this.#socket.resume();
  }

  reserve(bytes: number): Uint8Array | undefined {
    return this.#over ? undefined : this.#outgoing.reserve(bytes);
  }

  commit(bytes: number): void {
    if (!this.#over) this.#outgoing.commit(bytes);
  }

  flush(): void {
    if (!this.#over) this.#outgoing.flush();
  }

  /** A connection has one path. */
  migrate(): void {}

  limitReceive(bytes: number): void {
    this.#incoming.limit = bytes;
  }

  pause(): void {
    if (this.#over) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (this.#over) return;
    this.#paused = false;
    process.nextTick(() => this.#handOver());
    this.#socket.resume();
  }

  close(): Promise<void> {
    this.#sink = undefined;
    if (!this.#over) this.#finish();
    return new Promise((resolve) => {
      if (this.#socket.closed) resolve();
      else this.#socket.once("close", () => resolve());
    });
  }

  abort(): void {
    this.#sink = undefined;
    this.#over = true;
    this.#outgoing.drop();
    this.#socket.destroy();
  }

  /** What the socket read, in memory that is used during the call only. False: read no more until `resume`. */
  handleData(chunk: Buffer): boolean {
    if (!this.#sink) return true;
    this.#incoming.push(chunk);
    this.#handOver();
    this.#incoming.keep();
    return !this.#paused;
  }

  #handOver(): void {
    let packets = 0;
    for (let packet = this.#nextPacket(); packet; packet = this.#nextPacket()) {
      packets++;
      this.#sink?.handlePacket(packet, this.#path);
    }
    if (packets > 0) this.#sink?.handleTurnEnd();
    if (this.#peerEnded && !this.#paused) this.#handlePeerEnd();
  }

  /** Undefined also when the owner no longer wants packets, which any `handlePacket` may have decided. */
  #nextPacket(): Uint8Array | undefined {
    if (!this.#sink || this.#paused) return undefined;
    try {
      return this.#incoming.next();
    } catch (violation) {
      this.#socket.destroy();
      this.#end(violation as Error);
      return undefined;
    }
  }

  #handleTaken(hasRoomAgain: boolean): void {
    this.#deadline?.refresh();
    if (hasRoomAgain) this.#sink?.handleWritable();
  }

  #handlePeerEnd(): void {
    if (!this.#over) this.#finish();
    this.#end(undefined);
  }

  /**
   * Sends what was committed, then FIN, and reads on: the kernel answers a socket closed with unread bytes with RST,
   * which would destroy what the peer has not read yet (RFC 9293 §3.6.1, RFC 9112 §9.6).
   */
  #finish(): void {
    const { drainTimeoutMs, lingerMs } = this.#settings;
    this.#outgoing.flush();
    this.#over = true;
    this.#giveUpAfter(drainTimeoutMs);
    this.#socket.once("finish", () => this.#giveUpAfter(lingerMs));
    this.#socket.end();
    this.#socket.resume();
  }

  #giveUpAfter(ms: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#socket.destroy(), ms);
  }

  #end(cause: Error | undefined): void {
    const sink = this.#sink;
    this.#sink = undefined;
    this.#over = true;
    this.#outgoing.drop();
    sink?.handleEnd(cause);
  }
}
