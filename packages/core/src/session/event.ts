import type { Peer } from "../authenticator.ts";
import type { Path } from "../link.ts";
import type { Work } from "./work.ts";

/** What a session tells its driver. */
export type MachineEvent =
  | { readonly kind: "work"; readonly work: Work }
  /** The peer may send packets of epoch 1: the link is to accept packets of so many bytes. */
  | { readonly kind: "receive"; readonly limit: number }
  | { readonly kind: "established"; readonly peer: Peer; readonly binding: Uint8Array }
  /** Unauthenticated news of why there may be no session; it may yet come (spec: H-13). */
  | { readonly kind: "suspected"; readonly error: Error }
  /** There is room to send again. */
  | { readonly kind: "writable" }
  /** The peer is done: no message follows those already polled. */
  | { readonly kind: "end" }
  /** Everything we sent before our close has arrived. */
  | { readonly kind: "confirmed" }
  /** The peer is reached by this way from now on. */
  | { readonly kind: "migrate"; readonly path: Path }
  /** Nothing will be sent any more: the link may end. */
  | { readonly kind: "gone" }
  /** It is over. `error` is undefined after a proper close. */
  | { readonly kind: "closed"; readonly error: Error | undefined };
