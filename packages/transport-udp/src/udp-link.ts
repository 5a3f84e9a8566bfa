import { type Link, type LinkSink, type LinkTraits, type Path, UsageError } from "@countersign/core";
import { OutgoingDatagrams, type Send } from "./outgoing-datagrams.ts";
import { Paths } from "./paths.ts";
import { UdpPath } from "./udp-path.ts";
import { hintOf } from "./weather.ts";

/** A link's share in a socket. */
export interface Berth {
  /** In front of every packet that is sent. */
  readonly prefix: Uint8Array;
  readonly send: Send;
  /** The link is gone. Called once. */
  leave(): void;
}

/** One end of a link, whose packets come from a socket that it shares, or has for itself. */
export class UdpLink implements Link {
  readonly traits: LinkTraits;
  readonly #berth: Berth;
  readonly #paths: Paths;
  readonly #outgoing: OutgoingDatagrams;
  readonly #gone: Promise<void>;
  #markGone = () => {};
  /** Undefined before `start`, and again once the owner is to be told no more. */
  #sink: LinkSink | undefined;
  #receiveLimit = strangerPacketBytes;
  #turnEnds = false;
  /** Nothing more is committed: closed or aborted. */
  #over = false;
  #left = false;

  constructor(berth: Berth, path: UdpPath, traits: LinkTraits) {
    this.traits = traits;
    this.#berth = berth;
    this.#paths = new Paths(path);
    this.#gone = new Promise((resolve) => {
      this.#markGone = resolve;
    });
    this.#outgoing = new OutgoingDatagrams({
      prefix: berth.prefix,
      maxPacketBytes: traits.maxPacketBytes,
      send: berth.send,
      handleTaken: (hasRoomAgain) => this.#handleTaken(hasRoomAgain),
      handleRefused: (error, bytes) => this.handleError(error, bytes),
    });
  }

  get remoteAddress(): string {
    return this.#paths.current.address;
  }

  start(sink: LinkSink): void {
    if (!this.#over) this.#sink = sink;
  }

  reserve(bytes: number): Uint8Array | undefined {
    return this.#over ? undefined : this.#outgoing.reserve(bytes);
  }

  commit(bytes: number, path: Path = this.#paths.current): void {
    if (this.#over) return;
    const own = ownPath(path);
    this.#paths.try(own);
    this.#outgoing.commit(bytes, own);
  }

  flush(): void {
    if (!this.#over) this.#outgoing.flush();
  }

  migrate(path: Path): void {
    this.#paths.migrate(ownPath(path));
  }

  limitReceive(bytes: number): void {
    this.#receiveLimit = bytes;
  }

  /** A datagram that is not read is lost, so there is no pausing. */
  pause(): void {}

  resume(): void {}

  close(): Promise<void> {
    this.#sink = undefined;
    this.flush();
    this.#over = true;
    if (this.#outgoing.idle) this.#leave();
    return this.#gone;
  }

  abort(): void {
    this.#sink = undefined;
    this.#over = true;
    this.#outgoing.drop();
    this.#leave();
  }

  /** A packet that came for this link, from wherever it says. */
  receive(packet: Uint8Array, host: string, port: number): void {
    if (!this.#sink || packet.length > this.#receiveLimit) return;
    this.#endTurnSoon();
    this.#sink.handlePacket(packet, this.#paths.from(host, port));
  }

  /** What the system said of sending: on a connected socket also what came back by ICMP. */
  handleError(error: Error, bytes?: number): void {
    const hint = hintOf(error, bytes);
    if (hint) this.#sink?.handleHint(hint);
  }

  /** Behind everything that this turn of the event loop reads. */
  #endTurnSoon(): void {
    if (this.#turnEnds) return;
    this.#turnEnds = true;
    setImmediate(() => {
      this.#turnEnds = false;
      this.#sink?.handleTurnEnd();
    });
  }

  #handleTaken(hasRoomAgain: boolean): void {
    if (this.#over && this.#outgoing.idle) this.#leave();
    else if (hasRoomAgain) this.#sink?.handleWritable();
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#berth.leave();
    this.#markGone();
  }
}

function ownPath(path: Path): UdpPath {
  if (path instanceof UdpPath) return path;
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "udp: a path is one that this link handed over");
}

// Until core raises it for an authenticated peer.
const strangerPacketBytes = 4_096;
