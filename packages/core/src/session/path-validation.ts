import type { Path } from "../link.ts";
import { FrameType } from "../wire.ts";

export interface PathValidationOptions {
  readonly role: "client" | "server";
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
  /** Bytes of a packet around its frames: header and tag. */
  readonly aroundBytes: number;
}

/** A way that the client may have moved to, until it has answered from there. */
interface Candidate {
  readonly path: Path;
  readonly challenge: Uint8Array;
  /** Bytes that came from there, and that went there (RFC 9000 §8.2: at most three times as many). */
  received: number;
  sent: number;
  tries: number;
  dueAt: number;
}

/**
 * Follows a client that changes its address (spec: R-13; RFC 9000 §8.2 and §9): a newer packet from elsewhere starts a
 * challenge there, and only the answer to it, from there, moves the session. A client never follows its server.
 */
export class PathValidation {
  readonly #options: PathValidationOptions;
  /** The way that packets go now; undefined: nobody has said so. */
  current: Path | undefined;
  #candidate: Candidate | undefined;
  /** A challenge of the peer's, to be answered where it came from. */
  #answer: { readonly challenge: Uint8Array; readonly path: Path | undefined; readonly bytes: number } | undefined;
  /** Where the packet goes that was written last; undefined: the current way. */
  writtenTo: Path | undefined;
  /** Where the packet at hand came from. */
  #arrivedOn: Path | undefined;
  #arrivedBytes = 0;

  /** `current`: the way that packets go now. */
  constructor(options: PathValidationOptions, current: Path | undefined) {
    this.#options = options;
    this.current = current;
  }

  /** An authentic packet of `bytes` bytes came this way; `newest`: none with a higher number has come. */
  handlePacket(path: Path | undefined, bytes: number, newest: boolean, now: number): void {
    this.#arrivedOn = path;
    this.#arrivedBytes = bytes;
    if (this.#options.role === "client" || path === undefined) return;
    this.current ??= path;
    if (path === this.#candidate?.path) this.#candidate.received += bytes;
    else if (newest && path === this.current) this.#candidate = undefined;
    else if (newest) this.#candidate = this.#challenge(path, bytes, now);
  }

  handleChallenge(challenge: Uint8Array): void {
    // RFC 9000 §8.2.2: nobody has shown yet that it is the address of the client.
    const bytes = this.#options.role === "client" ? paddedBytes : Math.min(paddedBytes, 3 * this.#arrivedBytes);
    this.#answer = { challenge: Uint8Array.from(challenge), path: this.#arrivedOn, bytes };
  }

  /** Returns the way that the session takes from now on, if this is the answer that was waited for. */
  handleResponse(response: Uint8Array): Path | undefined {
    const candidate = this.#candidate;
    if (!candidate || candidate.path !== this.#arrivedOn) return undefined;
    if (Buffer.compare(candidate.challenge, response) !== 0) return undefined;
    this.current = candidate.path;
    this.#candidate = undefined;
    return candidate.path;
  }

  /** Bytes of the packet to be sent now; 0: none. */
  nextBytes(now: number): number {
    if (this.#answer) return this.#answer.bytes;
    const candidate = this.#candidate;
    if (!candidate || now < candidate.dueAt) return 0;
    const bytes = Math.min(paddedBytes, 3 * candidate.received - candidate.sent);
    return bytes < this.#options.aroundBytes + frameBytes || candidate.tries >= mostTries ? 0 : bytes;
  }

  /** Writes what `nextBytes` announced into packet[at, end): the frame, and padding. */
  write(packet: Uint8Array, at: number, end: number, now: number): void {
    const answer = this.#answer;
    const candidate = this.#candidate as Candidate;
    const isToCandidate = this.#candidate !== undefined && (!answer || answer.path === candidate.path);
    packet[at] = answer ? FrameType.pathResponse : FrameType.pathChallenge;
    packet.set(answer ? answer.challenge : candidate.challenge, at + 1);
    packet.fill(FrameType.padding, at + frameBytes, end);
    this.writtenTo = answer ? answer.path : candidate.path;
    this.#answer = undefined;
    if (isToCandidate) candidate.sent += end - at + this.#options.aroundBytes;
    if (answer) return;
    candidate.dueAt = now + firstWaitMs * 2 ** candidate.tries++;
  }

  /** A place that does not answer is given up, until a newer packet comes from there. */
  handleTimeout(now: number): void {
    const candidate = this.#candidate;
    if (!candidate || now < candidate.dueAt) return;
    if (this.nextBytes(now) === 0) this.#candidate = undefined;
  }

  nextTimeout(now: number): number | undefined {
    // What may be sent already waits for room on the link, and not for the clock.
    return this.nextBytes(now) > 0 ? undefined : this.#candidate?.dueAt;
  }

  #challenge(path: Path, bytes: number, now: number): Candidate {
    return { path, challenge: this.#options.random(challengeBytes), received: bytes, sent: 0, tries: 0, dueAt: now };
  }
}

const challengeBytes = 8;
const frameBytes = 1 + challengeBytes;
// RFC 9000 §8.2.1: so that the path is known to carry packets of the base size.
const paddedBytes = 1_200;
const firstWaitMs = 200;
const mostTries = 4;
