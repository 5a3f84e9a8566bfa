import { PeerError } from "../errors.ts";
import { decodeHello, type ReceivedHello } from "../handshake/hello.ts";
import { encodeReject } from "../handshake/reject.ts";
import { ServerHandshake, selectIdentity } from "../handshake/server.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { Path } from "../link.ts";
import { CloseCode, clientIdBytes, protocolVersion, RejectCode } from "../wire.ts";
import { ourParameters, type ServerConfig } from "./config.ts";
import type { Phase, PhaseHost } from "./phase.ts";
import type { Outcome } from "./work.ts";

/** The server's first phase: answers one HELLO with one ACCEPT, and the same HELLO with the same ACCEPT (spec: H-7). */
export class ServerOpening implements Phase {
  readonly #config: ServerConfig;
  readonly #host: PhaseHost;
  #hello: ReceivedHello | undefined;
  #path: Path | undefined;
  #accept: Uint8Array | undefined;
  #toSend = false;

  constructor(config: ServerConfig, host: PhaseHost) {
    this.#config = config;
    this.#host = host;
  }

  handlePacket(packet: Uint8Array, now: number, path: Path | undefined): boolean {
    const hello = decodeHello(packet);
    if (this.#hello) {
      // ACCEPT goes to where the first came from: nobody else may have it sent there (spec: H-19).
      if (path !== this.#path || !isSame(this.#hello, hello)) throw secondHello();
      this.#toSend = this.#accept !== undefined;
      return false;
    }
    const identity = selectIdentity(this.#config.identities, hello);
    if (!identity) throw new PeerError("ERR_COUNTERSIGN_SERVER_KEY", "The client was given another public key.");
    const { cipher, application, random, authenticators } = this.#config;
    this.#hello = hello;
    this.#path = path;
    const parameters = { ...ourParameters(this.#config), offers: authenticators.map(({ mechanism }) => mechanism) };
    const handshake = new ServerHandshake({ cipher, application, random, parameters }, hello, identity);
    const run = () => {
      const decapsulated = handshake.decapsulate();
      handshake.encapsulate();
      return decapsulated;
    };
    this.#host.ask("decapsulate", run, (outcome, later) => this.#finish(handshake, outcome, now, later));
    return false;
  }

  nextBytes(): number {
    return this.#toSend ? (this.#accept as Uint8Array).length : 0;
  }

  write(packet: Uint8Array): number {
    const accept = this.#accept as Uint8Array;
    packet.set(accept);
    this.#toSend = false;
    return accept.length;
  }

  /** Takes the place of the CLOSE that cannot be sealed before there are keys. */
  writeReject(packet: Uint8Array, closeCode: number): number {
    const reject = encodeReject({
      clientId: this.#hello?.clientId ?? new Uint8Array(clientIdBytes),
      code: closeCode === CloseCode.aborted ? RejectCode.busy : RejectCode.handshake,
      versions: [protocolVersion],
      suites: [suiteName(this.#config.cipher)],
    });
    packet.set(reject);
    return reject.length;
  }

  handleTimeout(): void {}

  nextTimeout(): undefined {
    return undefined;
  }

  destroy(): void {
    this.#toSend = false;
  }

  #finish(handshake: ServerHandshake, outcome: Outcome, since: number, now: number): void {
    try {
      const { accept, ...result } = handshake.finish(outcome.ok ? outcome.value : undefined);
      this.#accept = accept;
      this.#toSend = true;
      this.#host.ask("continue", nothing, (_, later) => this.#host.enterAuthentication(result, later));
    } catch (error) {
      this.#host.refuse(error as Error, CloseCode.protocol, since, now);
    }
  }
}

/** The cookie is left out: it is no part of the transcript, and RETRY may bring another. */
function isSame(one: ReceivedHello, other: ReceivedHello): boolean {
  return Buffer.compare(one.head, other.head) === 0 && Buffer.compare(one.payload, other.payload) === 0;
}

function nothing(): void {}

function secondHello(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The client sent a second HELLO, different or from elsewhere.");
}
