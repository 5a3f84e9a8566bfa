import type { Peer } from "../authenticator.ts";
import type { Work } from "./work.ts";

/** What a session tells its driver. */
export type MachineEvent =
  | { readonly kind: "work"; readonly work: Work }
  /** The peer has proven who it is, or is about to by its next packet: it may send packets of this size, in bytes. */
  | { readonly kind: "trust"; readonly packetBytes: number }
  | { readonly kind: "established"; readonly peer: Peer; readonly binding: Uint8Array }
  /** The link is to be paused or resumed. */
  | { readonly kind: "read"; readonly paused: boolean }
  /** There is room to send again. */
  | { readonly kind: "writable" }
  /** The peer is done: no message follows those already polled. */
  | { readonly kind: "end" }
  /** Everything we sent before our close has arrived. */
  | { readonly kind: "confirmed" }
  /** It is over. `error` is undefined after a proper close. */
  | { readonly kind: "closed"; readonly error: Error | undefined };
