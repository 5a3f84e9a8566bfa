import type { Cipher } from "../cipher.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { DatagramsOnly } from "../delivery/lossy/datagrams-only.ts";
import { OrderedDelivery } from "../delivery/ordered.ts";
import { PeerError } from "../errors.ts";
import type { Parameters } from "../handshake/parameters.ts";
import type { TrafficSecrets } from "../handshake/transcript.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import { closePacketBytes, sealClose } from "../packet/close.ts";
import { type FrameSink, parseFrames, writeCloseFrame } from "../packet/frame.ts";
import { PacketOpener } from "../packet/opener.ts";
import { PacketSealer } from "../packet/sealer.ts";
import { CloseCode, FrameType } from "../wire.ts";
import type { SessionConfig } from "./config.ts";
import type { Phase, PhaseHost } from "./phase.ts";

/** Epoch 1: messages, datagrams, keep-alive and the proper close. */
export class Traffic implements Phase, FrameSink {
  readonly delivery: Delivery;
  /** Bytes of the largest message that the peer accepts. */
  readonly maxMessageBytes: number;
  /** Bytes of the largest packet we send. */
  readonly packetBytes: number;
  readonly #host: PhaseHost;
  readonly #cipher: Cipher;
  readonly #reliable: boolean;
  readonly #sealer: PacketSealer;
  readonly #opener: PacketOpener;
  #pingDue = false;
  #closeDue = false;
  #closeWritten = false;
  #peerDone = false;
  #failed = false;
  #receivedDue = false;
  #confirmed = false;

  constructor(config: SessionConfig, host: PhaseHost, secrets: TrafficSecrets, peer: Parameters) {
    const { role, cipher, traits, limits } = config;
    const [sending, receiving] =
      role === "client" ? [secrets.client, secrets.server] : [secrets.server, secrets.client];
    this.#host = host;
    this.#cipher = cipher;
    this.maxMessageBytes = peer.maxMessage;
    this.#reliable = traits.reliable;
    this.#sealer = new PacketSealer(cipher, sending, traits.reliable, 1);
    this.#opener = new PacketOpener(cipher, receiving, traits.reliable);
    this.packetBytes = Math.min(traits.basePacketBytes, Math.max(peer.maxPacket, smallestPacketBytes));
    const packetRoom = this.packetBytes - this.#sealer.headerBytes - this.#sealer.overhead;
    this.delivery = traits.reliable
      ? new OrderedDelivery(packetRoom, limits.maxMessageBytes, peer.maxDatagram)
      : new DatagramsOnly(packetRoom, peer.maxDatagram);
  }

  get forged(): number {
    return this.#opener.forged;
  }

  /** What `SessionStats` says of packets. */
  get stats() {
    const [sealer, opener] = [this.#sealer, this.#opener];
    return {
      suite: suiteName(this.#cipher),
      packetsSent: sealer.nextNumber,
      packetsReceived: opener.opened,
      packetBytesSent: sealer.bytes,
      packetBytesReceived: opener.bytes,
      packetsReplayed: opener.replayed,
      sendingKeyRenewals: sealer.generation,
      receivingKeyRenewals: opener.generation,
      maxPacketBytes: this.packetBytes,
      queuedBytes: this.delivery.queuedBytes,
    };
  }

  /** So many forgeries may have taught an attacker something about the key. */
  get exhausted(): boolean {
    return this.#opener.forged >= this.#opener.maxForgeries;
  }

  /** Both sides are done and know of each other that everything arrived. A lossy link has no more to wait for. */
  get over(): boolean {
    if (!this.#reliable) return this.#closeWritten;
    return this.#closeWritten && this.#confirmed && this.#peerDone && !this.#receivedDue;
  }

  /** The peer is to hear of us. */
  ping(): void {
    this.#pingDue = true;
  }

  /** CLOSE(done) follows what is queued. */
  finish(): void {
    this.#closeDue = true;
  }

  handlePacket(packet: Uint8Array): boolean {
    const plaintext = this.#opener.open(packet);
    if (!plaintext) return false;
    parseFrames(plaintext, this);
    this.delivery.handlePacketEnd(plaintext);
    return true;
  }

  handleFrame(type: number, plaintext: Buffer, start: number, end: number, argument: number): void {
    if (type === FrameType.ping || this.#failed) return;
    if (type === FrameType.received) return this.#handleReceived();
    const close = type === FrameType.close;
    if (close && argument !== CloseCode.done) {
      this.#failed = true;
      return this.#host.handleClose(argument);
    }
    if (this.#peerDone) return this.#handleLate();
    if (!close) return this.delivery.handleFrame(type, plaintext, start, end);
    this.delivery.handleEnd();
    this.#peerDone = true;
    this.#receivedDue = true;
    this.#host.handleClose(argument);
  }

  nextBytes(): number {
    const { headerBytes, overhead } = this.#sealer;
    const around = headerBytes + overhead;
    const frames = this.delivery.nextBytes(this.packetBytes - around);
    if (frames > 0) return Math.min(around + frames + controlBytes, this.packetBytes);
    return this.#pingDue || this.#receivedDue || this.#closeIsNext ? closePacketBytes : 0;
  }

  write(packet: Uint8Array): number {
    const { headerBytes, overhead } = this.#sealer;
    const end = Math.min(packet.length, this.packetBytes) - overhead;
    let at = this.delivery.write(packet, headerBytes, end);
    if (this.#pingDue && at < end) {
      packet[at++] = FrameType.ping;
      this.#pingDue = false;
    }
    if (this.#receivedDue && at < end) {
      packet[at++] = FrameType.received;
      this.#receivedDue = false;
    }
    if (this.#closeIsNext && end - at >= closeFrameBytes) {
      at = writeCloseFrame(packet, at, CloseCode.done);
      this.#closeWritten = true;
    }
    return this.#sealer.seal(packet, at);
  }

  /** One packet that says only that it is over, improperly. */
  writeClose(packet: Uint8Array, code: number): number {
    return sealClose(this.#sealer, packet, code);
  }

  handleTimeout(): void {}

  nextTimeout(): undefined {
    return undefined;
  }

  destroy(): void {
    this.#sealer.destroy();
    this.#opener.destroy();
  }

  // On a lossy link CLOSE may have overtaken what was sent before it (spec: S-10).
  #handleLate(): void {
    if (this.#reliable) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer went on after its CLOSE.");
  }

  #handleReceived(): void {
    if (!this.#closeWritten || this.#confirmed) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer confirmed a CLOSE that it was not sent.");
    }
    this.#confirmed = true;
    this.#host.handleConfirmed();
  }

  get #closeIsNext(): boolean {
    return this.#closeDue && !this.#closeWritten && this.delivery.queuedBytes === 0;
  }
}

// PING, RECEIVED and CLOSE, should they fit behind the messages.
const controlBytes = 4;

const closeFrameBytes = 2;

// Whatever the peer says, a packet has room for something.
const smallestPacketBytes = 1_024;
