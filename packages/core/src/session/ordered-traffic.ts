import { OrderedDelivery } from "../delivery/ordered.ts";
import { PeerError } from "../errors.ts";
import type { Parameters } from "../handshake/parameters.ts";
import type { TrafficSecrets } from "../handshake/transcript.ts";
import { closePacketBytes, sealClose } from "../packet/close.ts";
import { type FrameSink, parseFrames, writeCloseFrame } from "../packet/frame.ts";
import { CloseCode, FrameType, smallestMaxPacketBytes } from "../wire.ts";
import { Channel } from "./channel.ts";
import type { SessionConfig } from "./config.ts";
import type { PhaseHost } from "./phase.ts";
import type { PathStats, Traffic } from "./traffic.ts";

/** Epoch 1 on a reliable link: nothing is lost, so nothing is repeated. */
export class OrderedTraffic implements Traffic, FrameSink {
  readonly delivery: OrderedDelivery;
  readonly channel: Channel;
  readonly maxMessageBytes: number;
  readonly #packetBytes: number;
  readonly #host: PhaseHost;
  #pingDue = false;
  #closeDue = false;
  #closeWritten = false;
  #peerDone = false;
  #failed = false;
  #receivedDue = false;
  #confirmed = false;

  constructor(config: SessionConfig, host: PhaseHost, secrets: TrafficSecrets, peer: Parameters) {
    const { traits, limits } = config;
    this.#host = host;
    this.maxMessageBytes = peer.maxMessage;
    this.channel = new Channel(config, secrets);
    this.#packetBytes = Math.min(traits.basePacketBytes, Math.max(peer.maxPacket, smallestMaxPacketBytes));
    const packetRoom = this.#packetBytes - this.channel.aroundBytes;
    this.delivery = new OrderedDelivery(packetRoom, limits.maxMessageBytes, peer.maxDatagram);
  }

  get pathStats(): PathStats {
    const { queuedBytes } = this.delivery;
    const nothingLost = { unacknowledgedBytes: 0, keptBytes: 0, packetsLost: 0, roundTripMs: undefined };
    return { maxPacketBytes: this.#packetBytes, queuedBytes, ...nothingLost };
  }

  get over(): boolean {
    return this.#closeWritten && this.#confirmed && this.#peerDone && !this.#receivedDue;
  }

  get complete(): boolean {
    return this.over;
  }

  get peerIsOver(): boolean {
    return this.#confirmed;
  }

  /** The link ends with the session. */
  hearAfterwards(): "nothing" {
    return "nothing";
  }

  get writtenTo(): undefined {
    return undefined;
  }

  get patienceMs(): number {
    return 0;
  }

  ping(): void {
    this.#pingDue = true;
  }

  finish(): void {
    this.#closeDue = true;
  }

  handlePacket(packet: Uint8Array): boolean {
    const plaintext = this.channel.opener.open(packet);
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
    if (this.#peerDone) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer went on after its CLOSE.");
    if (!close) return this.delivery.handleFrame(type, plaintext, start, end);
    this.delivery.handleEnd();
    this.#peerDone = true;
    this.#receivedDue = true;
    this.#host.handleEnd();
  }

  nextBytes(): number {
    const { aroundBytes } = this.channel;
    const frames = this.delivery.nextBytes(this.#packetBytes - aroundBytes);
    if (frames > 0) return Math.min(aroundBytes + frames + controlBytes, this.#packetBytes);
    return this.#pingDue || this.#receivedDue || this.#closeIsNext ? closePacketBytes : 0;
  }

  write(packet: Uint8Array): number {
    const { sealer } = this.channel;
    const end = Math.min(packet.length, this.#packetBytes) - sealer.overhead;
    let at = this.delivery.write(packet, sealer.headerBytes, end);
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
    return sealer.seal(packet, at);
  }

  writeClose(packet: Uint8Array, code: number): number {
    return sealClose(this.channel.sealer, packet, code);
  }

  /** The link sees to it. */
  handleTooLarge(): void {}

  handleTimeout(): void {}

  nextTimeout(): undefined {
    return undefined;
  }

  destroy(): void {
    this.channel.destroy();
  }

  #handleReceived(): void {
    if (!this.#closeWritten || this.#confirmed) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer confirmed a CLOSE that it was not sent.");
    }
    this.#confirmed = true;
    this.#host.tell({ kind: "confirmed" });
  }

  get #closeIsNext(): boolean {
    return this.#closeDue && !this.#closeWritten && this.delivery.queuedBytes === 0;
  }
}

// PING, RECEIVED and CLOSE, should they fit behind the messages.
const controlBytes = 4;

const closeFrameBytes = 2;
