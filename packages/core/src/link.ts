/** A way to one peer, compared by identity. */
export interface Path {
  readonly address: string;
  /** The peer is known to receive there (on a TCP connection: always). */
  readonly proven: boolean;
}

export interface LinkTraits {
  /** Packets arrive whole, once and in order, or the link ends. Chooses delivery, packet header and pausing. */
  readonly reliable: boolean;
  /** Bytes a packet may have before anything is known of the path. */
  readonly basePacketBytes: number;
  /** Largest packet worth probing for, in bytes; equal to `basePacketBytes`: core never probes. */
  readonly maxPacketBytes: number;
}

/**
 * One open, insecure path to one peer. Packets are never split or merged. The link owns packet memory in both
 * directions, and copies nothing for core: what was written into a loan is what the kernel gets.
 */
export interface Link {
  readonly traits: LinkTraits;
  /** The peer's address, for people to read. */
  readonly remoteAddress: string;
  /** Called once: before `accept` returns, or some turns after `dial` resolved. Before it no packet is read. */
  start(sink: LinkSink): void;
  /**
   * Lends at least `bytes` of memory to write one packet into, or undefined: no room, wait for `handleWritable`.
   * One loan at a time; each ends with `commit`.
   */
  reserve(bytes: number): Uint8Array | undefined;
  /**
   * The first `bytes` of the loan are one packet; 0 gives the loan back. `path` is for this packet only, by default
   * the current one. The caller may not touch the memory again; the link reuses it only when the kernel took it.
   */
  commit(bytes: number, path?: Path): void;
  /** Hands committed packets to the kernel, in one call where it can. The driver calls it once a turn. */
  flush(): void;
  /** Makes `path` the current one. Only core calls it, after authentication and path validation. */
  migrate(path: Path): void;
  /** Largest packet accepted from now on, in bytes. A link starts at 4,096; core raises it for an authenticated peer. */
  limitReceive(bytes: number): void;
  /** Stop and go on reading. Reliable links only, elsewhere a no-op: flow control is in Delivery. */
  pause(): void;
  resume(): void;
  /** Sends what was committed, then ends; hands over no packet any more. Resolves when it is gone; never rejects. */
  close(): Promise<void>;
  /** Ends now. Never throws; may be called at any time and more than once. */
  abort(): void;
}

/** What a link tells its owner. No method throws; none is called after `handleEnd`, nor after `abort`. */
export interface LinkSink {
  /** The packet is valid during the call only, and the sink may overwrite it. `path` is unauthenticated. */
  handlePacket(packet: Uint8Array, path: Path): void;
  /** Everything of this read has been handed over: acknowledge and flush now. */
  handleTurnEnd(): void;
  /** There is room again after `reserve` returned undefined. */
  handleWritable(): void;
  /** Unauthenticated news (ICMP, EMSGSIZE). Core decides what it means in its state. */
  handleHint(hint: LinkHint): void;
  /**
   * The path is gone. On a reliable link without a CLOSE frame before it this is truncation.
   * `cause`: a PeerError when the peer's bytes were no packets of this link, otherwise what the system said.
   */
  handleEnd(cause?: Error): void;
}

export type LinkHint =
  | { readonly kind: "unreachable"; readonly cause: Error }
  | { readonly kind: "too-large"; readonly bytes: number };

/** What a transport tells the listener it serves. No method throws. */
export interface LinkHost {
  /**
   * Only transports without connections call this, for a packet that no link owns, before they keep any state or
   * memory for it. Synchronous. A reply is never longer than three times the packet.
   */
  screen(packet: Uint8Array, path: Path): "ignore" | "admit" | { readonly reply: Uint8Array };
  /** A new link. The host starts it or aborts it before returning. After "admit" the screened packet is its first. */
  accept(link: Link): void;
  /** Something went wrong outside any link (EMFILE, ENOBUFS). The listener goes on. */
  handleFault(error: Error): void;
}

/** A listening transport. `address` can be dialled (a real port, where 0 was asked for). */
export interface TransportListener {
  readonly address: string;
  /** Accepts no more links. Open ones live on. */
  close(): Promise<void>;
}

/** The joint a transport package implements. */
export interface Transport {
  readonly name: string;
  /** Rejects with LinkError, with UsageError for a malformed address, or with the signal's reason. */
  dial(address: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Link>;
  /** Rejects with LinkError ERR_COUNTERSIGN_LISTEN or UsageError. */
  listen(address: string, host: LinkHost): Promise<TransportListener>;
}
