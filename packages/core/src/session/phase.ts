import type { Authenticated } from "../authenticator.ts";
import type { HandshakeResult } from "../handshake/transcript.ts";
import type { Path } from "../link.ts";
import type { MachineEvent } from "./event.ts";
import type { Outcome, Work } from "./work.ts";

/** A part of the session that sends and receives one kind of packet: handshake messages, epoch 0 or epoch 1. */
export interface Phase {
  /**
   * Throws PeerError on what a peer may not send. Returns whether the packet was authentic and new. `path`: where it
   * came from, if the link can tell.
   */
  handlePacket(packet: Uint8Array, now: number, path?: Path): boolean;
  /** Bytes to reserve for this phase's next packet; 0: there is none to send now. */
  nextBytes(now: number): number;
  /** Writes one packet and returns its length. */
  write(packet: Uint8Array, now: number): number;
  handleTimeout(now: number): void;
  nextTimeout(now: number): number | undefined;
  /** Overwrites the keys. */
  destroy(): void;
}

/** What the phases ask of the session they belong to. */
export interface PhaseHost {
  /** Has work done: see `Work`. */
  ask(kind: Work["kind"], run: () => unknown, done: (outcome: Outcome, now: number) => void): void;
  /** The handshake is done: authentication may begin. */
  enterAuthentication(result: HandshakeResult, now: number): void;
  /** The peer is authenticated: messages may flow. */
  enterTraffic(authenticated: Authenticated, now: number): void;
  /**
   * We refuse the peer, in an attempt that began at `since`: it is told so by `closeCode`, when the refusal floor has
   * passed once, or as many times as the attempt took (spec: A-10).
   */
  refuse(error: Error, closeCode: number, since: number, now: number): void;
  /** The peer ends it, and not properly. */
  handleClose(code: number): void;
  /** The peer is done: its messages are complete. */
  handleEnd(): void;
  /** Something that the driver is to know, and nobody else. */
  tell(event: MachineEvent): void;
  /** It is over, and there is nobody to be told. */
  fail(error: Error): void;
  /** Unauthenticated news that names the likely reason, should the handshake time out. */
  suspect(error: Error): void;
}
