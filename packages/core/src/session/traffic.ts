import type { Delivery } from "../delivery/delivery.ts";
import type { Path } from "../link.ts";
import type { Channel } from "./channel.ts";
import type { Phase } from "./phase.ts";

/** Epoch 1: messages, datagrams, keep-alive and the proper close. One kind for reliable links, one for lossy ones. */
export interface Traffic extends Phase {
  readonly delivery: Delivery;
  readonly channel: Channel;
  /** Bytes of the largest message that the peer accepts. */
  readonly maxMessageBytes: number;
  /** What `SessionStats` says of the path. */
  readonly pathStats: PathStats;
  /** Both sides are done and know of each other that everything arrived. */
  readonly over: boolean;
  /** Everything has arrived on both sides, though the peer may not know of it. */
  readonly complete: boolean;
  /** The peer has said that both sides are done, and listens no more. */
  readonly peerIsOver: boolean;
  /** Where the packet goes that was written last; undefined: the link's current path. */
  readonly writtenTo: Path | undefined;
  /** Time to wait for a peer that repeats itself, when we are done, in milliseconds. */
  readonly patienceMs: number;
  /** The peer is to hear of us. */
  ping(): void;
  /** The end follows what is queued. */
  finish(): void;
  /** The system would not send a packet of so many bytes. */
  handleTooLarge(bytes: number): void;
  /** What a packet says that comes when it is over: "nothing" if it is forged, or came before. */
  hearAfterwards(packet: Uint8Array): "close" | "more" | "nothing";
  /** One packet that says only that it is over. Returns its length. */
  writeClose(packet: Uint8Array, code: number): number;
}

export interface PathStats {
  readonly maxPacketBytes: number;
  readonly queuedBytes: number;
  readonly unacknowledgedBytes: number;
  /** Bytes of memory held by what arrived and is no message yet. */
  readonly keptBytes: number;
  readonly packetsLost: number;
  readonly roundTripMs: number | undefined;
}
