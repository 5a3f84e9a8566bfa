import { type Advance, ClientExchange, type Exchange, outOfTurn, ServerExchange } from "../auth/exchange.ts";
import { AuthenticationReader, encodeAuthenticationMessage } from "../auth/message.ts";
import type { AuthContext } from "../authenticator.ts";
import { PeerError } from "../errors.ts";
import { Retransmit } from "../handshake/retransmit.ts";
import {
  authenticationSecrets,
  dataSecrets,
  type HandshakeResult,
  type TrafficSecrets,
} from "../handshake/transcript.ts";
import { keyLogLine } from "../key-log.ts";
import type { SymmetricState } from "../key-schedule/symmetric-state.ts";
import { sealClose } from "../packet/close.ts";
import { type FrameSink, frameBytes, parseFrames, writeAuthFrame } from "../packet/frame.ts";
import { PacketOpener } from "../packet/opener.ts";
import { PacketSealer } from "../packet/sealer.ts";
import type { Attempt } from "../strangers/attempts.ts";
import type { AttemptOutcome } from "../strangers/failures.ts";
import { varintBytes } from "../varint.ts";
import { authPaddingBytes, CloseCode, FrameType, maxStrangerPacketBytes } from "../wire.ts";
import type { SessionConfig } from "./config.ts";
import { notOffered } from "./failures.ts";
import type { Phase, PhaseHost } from "./phase.ts";

/**
 * Epoch 0: the two sides' authentication messages in turn, inside the channel. Each side's newest message is its
 * flight. On a lossy link the client repeats its flight until the answer is here, and the server repeats its own when
 * it sees the client's again (spec: A-8).
 */
export class Authentication implements Phase, FrameSink {
  readonly #config: SessionConfig;
  readonly #host: PhaseHost;
  readonly #state: SymmetricState;
  readonly #clientId: Uint8Array;
  readonly #exchange: Exchange;
  readonly #sealer: PacketSealer;
  readonly #opener: PacketOpener;
  readonly #reader = new AuthenticationReader();
  readonly #retransmit = new Retransmit();
  #attempt: Attempt | undefined;
  #flight: Uint8Array = new Uint8Array();
  #flightOffset = 0;
  #written = 0;
  #working = false;
  #closed = false;
  #now = 0;

  constructor(config: SessionConfig, host: PhaseHost, { state, challenge, clientId }: HandshakeResult) {
    const { role, cipher, random, traits } = config;
    const { binding, client, server } = authenticationSecrets(state);
    const [sending, receiving] = role === "client" ? [client, server] : [server, client];
    this.#config = config;
    this.#host = host;
    this.#state = state;
    this.#clientId = clientId;
    const context: AuthContext = { role, binding, challenge, random };
    this.#attempt = config.role === "server" ? config.attempt : undefined;
    this.#sealer = new PacketSealer(cipher, sending, traits.reliable, 0);
    this.#opener = new PacketOpener(cipher, receiving, traits.reliable);
    this.#exchange =
      config.role === "client"
        ? new ClientExchange(config.authenticator, context)
        : new ServerExchange(config.authenticators, { ...context, claim: async (name) => this.#attempt?.claim(name) });
  }

  /** The keys of epoch 1, which cover every authentication message so far (spec: K-5). */
  trafficSecrets(mechanismSecret: Uint8Array): TrafficSecrets {
    const secrets = dataSecrets(this.#state, mechanismSecret);
    this.#config.keyLog?.(keyLogLine("DATA_C2S", this.#clientId, secrets.client));
    this.#config.keyLog?.(keyLogLine("DATA_S2C", this.#clientId, secrets.server));
    return secrets;
  }

  get forged(): number {
    return this.#opener.forged;
  }

  /** A message of the peer's is here, and what it leads to is not. */
  get working(): boolean {
    return this.#working;
  }

  /** The client's first step. Throws PeerError unless the server offers its mechanism (spec: A-7). */
  begin(offers: readonly string[], now: number): void {
    if (this.#config.role !== "client") return;
    const { mechanism } = this.#config.authenticator;
    if (!offers.includes(mechanism)) throw notOffered(mechanism, offers);
    this.#work(() => this.#exchange.begin(), now);
  }

  handlePacket(packet: Uint8Array, now: number): boolean {
    const plaintext = this.#opener.open(packet);
    if (!plaintext) return false;
    this.#now = now;
    parseFrames(plaintext, this);
    return true;
  }

  handleFrame(type: number, plaintext: Buffer, start: number, end: number, argument: number): void {
    if (this.#closed) return;
    if (type === FrameType.auth) this.#handleAuth(argument, plaintext.subarray(start, end));
    else if (type === FrameType.close) {
      this.#closed = true;
      this.#host.handleClose(argument);
    } else if (type !== FrameType.ping) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent a frame of type ${type} before authentication.`);
    }
  }

  nextBytes(): number {
    const left = this.#flight.length - this.#written;
    if (left === 0) return 0;
    const { headerBytes, overhead } = this.#sealer;
    const frame = frameBytes(left) + varintBytes(this.#flightOffset + this.#flight.length);
    const padded = Math.ceil(frame / authPaddingBytes) * authPaddingBytes;
    const largest = Math.min(this.#config.traits.basePacketBytes, maxStrangerPacketBytes);
    return Math.min(headerBytes + padded + overhead, largest);
  }

  write(packet: Uint8Array, now: number): number {
    const { headerBytes, overhead } = this.#sealer;
    const end = this.nextBytes() - overhead;
    const offset = this.#flightOffset + this.#written;
    const space = end - headerBytes - 1 - varintBytes(offset) - 2;
    const bytes = this.#flight.subarray(this.#written, this.#written + space);
    const next = writeAuthFrame(packet, headerBytes, offset, bytes);
    packet.fill(FrameType.padding, next, end);
    this.#written += bytes.length;
    if (this.#repeats && this.#retransmit.deadline === undefined) this.#retransmit.start(now);
    return this.#sealer.seal(packet, end);
  }

  /** One packet that says only that it is over. */
  writeClose(packet: Uint8Array, code: number): number {
    return sealClose(this.#sealer, packet, code);
  }

  handleTimeout(now: number): void {
    if (this.#retransmit.due(now)) this.#written = 0;
  }

  nextTimeout(): number | undefined {
    return this.#retransmit.deadline;
  }

  destroy(): void {
    this.#settle("abandoned");
    this.#retransmit.stop();
    this.#sealer.destroy();
    this.#opener.destroy();
    this.#state.destroy();
    this.#written = this.#flight.length;
  }

  get #repeats(): boolean {
    return this.#config.role === "client" && !this.#config.traits.reliable;
  }

  #handleAuth(offset: number, bytes: Buffer): void {
    const expected = this.#reader.offset;
    if (this.#config.traits.reliable) {
      if (offset !== expected || this.#working) throw outOfTurn();
    } else if (offset + bytes.length <= expected) {
      // The client repeats itself: our answer was lost.
      if (this.#config.role === "server" && !this.#working) this.#written = 0;
      return;
    } else if (offset > expected) return;
    if (this.#working) throw outOfTurn();
    const message = this.#reader.push(bytes.subarray(expected - offset));
    if (!message) return;
    this.#retransmit.stop();
    this.#state.mixHash(message.bytes);
    this.#work(() => this.#exchange.advance(message), this.#now);
  }

  #work(run: () => Promise<Advance>, now: number): void {
    this.#working = true;
    this.#host.ask("authenticate", run, (outcome, later) => {
      this.#working = false;
      if (outcome.ok) this.#proceed(outcome.value as Advance, later);
      else this.#refuse(outcome.error, now, later);
    });
  }

  #proceed({ send, authenticated }: Advance, now: number): void {
    if (send) {
      this.#flightOffset += this.#flight.length;
      this.#flight = encodeAuthenticationMessage(send.kind, send.body);
      this.#written = 0;
      this.#state.mixHash(this.#flight);
    }
    if (!authenticated) return;
    this.#settle("passed");
    const run = () => undefined;
    if (send) this.#host.ask("continue", run, (_, later) => this.#host.enterTraffic(authenticated, later));
    else this.#host.enterTraffic(authenticated, now);
  }

  #refuse(error: unknown, since: number, now: number): void {
    const refused = (error as Partial<PeerError>).code === "ERR_COUNTERSIGN_AUTHENTICATION";
    this.#settle(refused ? "failed" : "abandoned");
    this.#host.refuse(error as Error, refused ? CloseCode.authentication : CloseCode.protocol, since, now);
  }

  /** The first word counts. */
  #settle(outcome: AttemptOutcome): void {
    this.#attempt?.settle(outcome);
    this.#attempt = undefined;
  }
}
