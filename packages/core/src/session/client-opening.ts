import { LinkError, PeerError } from "../errors.ts";
import { decodeAccept, type ReceivedAccept } from "../handshake/accept.ts";
import { ClientHandshake, forgedAccept } from "../handshake/client.ts";
import { writeCookie } from "../handshake/hello.ts";
import { decodeReject, rejectError } from "../handshake/reject.ts";
import { Retransmit } from "../handshake/retransmit.ts";
import { decodeRetry } from "../handshake/retry.ts";
import { HandshakeType, maxRetries, protocolVersion } from "../wire.ts";
import { type ClientConfig, ourParameters } from "./config.ts";
import type { Phase, PhaseHost } from "./phase.ts";
import type { Outcome } from "./work.ts";

/** The client's first phase: sends HELLO, repeats it where it may be lost, and takes one ACCEPT. */
export class ClientOpening implements Phase {
  readonly #host: PhaseHost;
  readonly #handshake: ClientHandshake;
  readonly #reliable: boolean;
  readonly #retransmit = new Retransmit();
  #toSend = true;
  #working = false;
  #cookies: readonly Uint8Array[] = [];

  constructor(config: ClientConfig, host: PhaseHost) {
    const { cipher, server, application, random, keys } = config;
    this.#host = host;
    this.#reliable = config.traits.reliable;
    this.#handshake = new ClientHandshake({
      cipher,
      server,
      application,
      random,
      keys,
      parameters: ourParameters(config),
      padded: !this.#reliable,
    });
  }

  handlePacket(packet: Uint8Array): boolean {
    if (packet[0] === HandshakeType.accept) this.#handleAccept(decodeAccept(packet));
    else if (packet[0] === HandshakeType.reject) this.#handleReject(packet);
    else if (packet[0] === HandshakeType.retry && !this.#reliable) this.#handleRetry(packet);
    else
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The server sent a handshake message that is not for clients.");
    return false;
  }

  nextBytes(): number {
    return this.#toSend ? this.#handshake.hello.length : 0;
  }

  write(packet: Uint8Array, now: number): number {
    packet.set(this.#handshake.hello);
    this.#toSend = false;
    if (!this.#reliable && this.#retransmit.deadline === undefined) this.#retransmit.start(now);
    return this.#handshake.hello.length;
  }

  handleTimeout(now: number): void {
    if (this.#retransmit.due(now)) this.#toSend = true;
  }

  nextTimeout(): number | undefined {
    return this.#retransmit.deadline;
  }

  destroy(): void {
    this.#handshake.destroy();
    this.#retransmit.stop();
    this.#toSend = false;
  }

  #handleAccept(accept: ReceivedAccept): void {
    const known = accept.version === protocolVersion && this.#isOurs(accept.clientId);
    if (!known || this.#working) throw forgedAccept();
    this.#working = true;
    const run = () => this.#handshake.decapsulate(accept);
    this.#host.ask("decapsulate", run, (outcome, now) => {
      this.#working = false;
      this.#finish(accept, outcome, now);
    });
  }

  #finish(accept: ReceivedAccept, outcome: Outcome, now: number): void {
    if (!outcome.ok) throw forgedAccept(outcome.error);
    const result = this.#handshake.finish(accept, outcome.value);
    this.destroy();
    this.#host.enterAuthentication(result, now);
  }

  // In the clear: final on a reliable link, where the path itself is what was dialled; elsewhere only a hint.
  #handleReject(packet: Uint8Array): void {
    const reject = decodeReject(packet);
    if (!this.#isOurs(reject.clientId)) throw forgedAccept();
    const error = rejectError(reject);
    if (this.#reliable) throw error;
    this.#host.suspect(error);
  }

  // Followed at once: the same HELLO, with what proves that we got this (spec: H-18).
  #handleRetry(packet: Uint8Array): void {
    const { clientId, cookie } = decodeRetry(packet);
    const known = this.#cookies.some((earlier) => Buffer.compare(earlier, cookie) === 0);
    if (!this.#isOurs(clientId) || known || this.#cookies.length >= maxRetries) throw needlessRetry();
    this.#cookies = [...this.#cookies, cookie];
    writeCookie(this.#handshake.hello, cookie);
    this.#toSend = true;
    this.#retransmit.stop();
  }

  #isOurs(clientId: Uint8Array): boolean {
    return Buffer.compare(clientId, this.#handshake.clientId) === 0;
  }
}

/** What the system's word that nobody is there means to a client that has heard nothing authentic yet. */
export function unreachable(cause: Error): LinkError {
  return new LinkError("ERR_COUNTERSIGN_CONNECT", `The server cannot be reached: ${cause.message}`, { cause });
}

function needlessRetry(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The server asked for a cookie for another client, or again.");
}
