import { writeFrameHead } from "../../packet/frame.ts";
import { varintBytes, writeVarint } from "../../varint.ts";
import { FrameType } from "../../wire.ts";
import type { CongestionController } from "./congestion/congestion-controller.ts";
import { NumberSkips } from "./number-skips.ts";
import { OutgoingDatagrams } from "./outgoing-datagrams.ts";
import { OutgoingStream } from "./outgoing-stream.ts";
import { Pacer } from "./pacer.ts";
import { PacketSize } from "./packet-size.ts";
import type { Receiver } from "./receiver.ts";
import { Recovery, type RecoveryOwner } from "./recovery.ts";
import type { PacketRecord } from "./sent-packets.ts";

export interface SenderOptions {
  readonly basePacketBytes: number;
  /** Largest packet worth probing for, and that the peer takes. */
  readonly maxPacketBytes: number;
  /** Bytes of a packet around its frames: header and tag. */
  readonly aroundBytes: number;
  /** What the peer grants us from the start. */
  readonly creditBytes: number;
  /** Bytes that we keep at most until they are acknowledged; undefined: as many as the peer lets us send. */
  readonly mostKeptBytes?: number | undefined;
  readonly makeController: () => CongestionController;
  /** A first guess, if there is one, in milliseconds. */
  readonly roundTripMs?: number | undefined;
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
}

/** Decides what goes into the next packet and when it may leave, and sends again what was lost. */
export class Sender implements RecoveryOwner {
  readonly stream: OutgoingStream;
  readonly datagrams = new OutgoingDatagrams();
  readonly recovery: Recovery;
  readonly size: PacketSize;
  /** FIN has left at least once. */
  hasSentEnd = false;
  readonly #options: SenderOptions;
  readonly #receiver: Receiver;
  readonly #pacer = new Pacer();
  readonly #skips: NumberSkips;
  #controller: CongestionController;
  #pingDue = false;
  #end: "open" | "due" | "sent" | "acknowledged" = "open";
  #now = 0;

  constructor(options: SenderOptions, receiver: Receiver) {
    this.#options = options;
    this.#receiver = receiver;
    this.#controller = options.makeController();
    this.#skips = new NumberSkips(options.random);
    this.recovery = new Recovery(this, this.#controller, options.roundTripMs);
    this.stream = new OutgoingStream(options.creditBytes, options.mostKeptBytes);
    this.size = new PacketSize(options.basePacketBytes, options.maxPacketBytes);
  }

  get packetBytes(): number {
    return this.size.current;
  }

  /** Every message has arrived. */
  get isAcknowledged(): boolean {
    return this.stream.acknowledgedBytes === this.stream.endBytes;
  }

  /** And the peer knows that no more follow. */
  get isConfirmed(): boolean {
    return this.#end === "acknowledged" && this.isAcknowledged;
  }

  /** Nothing more will be pushed: the end follows (spec: R-10). */
  finish(): void {
    if (this.#end === "open") this.#end = "due";
  }

  /** The peer is to hear of us, and to answer at once. */
  ping(): void {
    this.#pingDue = true;
  }

  /** Bytes of datagrams that may be queued now: what the network takes within a few milliseconds. */
  get datagramRoomBytes(): number {
    const { pacingRate, windowBytes } = this.#controller;
    const soon = Math.max(10 * this.packetBytes, pacingRate * datagramPatienceMs);
    return Math.min(soon, windowBytes - this.recovery.inFlightBytes) - this.datagrams.queuedBytes;
  }

  /** Whether packet `number` is to be left out (spec: R-6). */
  skips(number: number): boolean {
    if (!this.#skips.skips(number)) return false;
    this.recovery.skip(number);
    return true;
  }

  /** Bytes to reserve for the next packet; 0: none now. */
  nextBytes(now: number): number {
    if (this.#isUrgent(now)) return this.packetBytes;
    if (!this.#hasData || !this.#mayFlow(now)) return 0;
    return this.#sizeProbeBytes(now) || this.packetBytes;
  }

  /** Writes frames for packet `number` into packet[at, …) and returns the offset behind them. */
  write(packet: Uint8Array, at: number, number: number, now: number): number {
    this.#now = now;
    const mayFlow = this.#hasData && this.#mayFlow(now);
    const record = this.recovery.begin(number);
    const probeBytes = mayFlow && !this.#isUrgent(now) ? this.#sizeProbeBytes(now) : 0;
    if (probeBytes > 0) return this.#writeSizeProbe(packet, at, probeBytes, record);
    const end = at + this.packetBytes - this.#options.aroundBytes;
    const start = this.#writeAcknowledgement(packet, at, end, record);
    let next = this.#writeControl(packet, start, end, record);
    if (mayFlow) {
      next = this.datagrams.write(packet, next, end, this.packetBytes - this.#options.aroundBytes);
      next = this.#writeStream(packet, next, end, record);
    }
    if (next === start) this.recovery.passOver(record);
    else this.#handleSent(record, next - at);
    return next;
  }

  /** Packet `number` is somebody else's, and nobody waits for its acknowledgement. */
  passOver(number: number): void {
    this.recovery.passOver(this.recovery.begin(number));
  }

  handleTimeout(now: number): void {
    this.recovery.handleTimeout(now);
  }

  nextTimeout(now: number): number | undefined {
    let next = this.recovery.nextTimeout() ?? Number.POSITIVE_INFINITY;
    // What may be sent already waits for room on the link, and not for the clock.
    const acknowledgeAt = this.#receiver.acknowledgements.nextTimeout() ?? now;
    if (acknowledgeAt > now) next = Math.min(next, acknowledgeAt);
    const readyAt = this.#hasData && this.#hasRoom ? this.#readyAt(now) : now;
    if (readyAt > now) next = Math.min(next, readyAt);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** The system would not send a packet of this size: those that are as large never left. */
  handleTooLarge(bytes: number): void {
    // What the system refuses of the smallest it would refuse again, and again at once.
    if (bytes <= this.#options.basePacketBytes) return;
    this.size.handleTooLarge(bytes);
    this.recovery.giveUpFrom(bytes, this.#now);
  }

  handlePathChange(now: number): void {
    this.#controller = this.#options.makeController();
    this.size.handlePathChange();
    this.recovery.handlePathChange(this.#controller, now);
  }

  // RecoveryOwner

  handleAcknowledged(packet: PacketRecord): void {
    if (packet.length > 0) this.stream.handleAcknowledged(packet.offset, packet.length);
    if (packet.isEnd) this.#end = "acknowledged";
    if (packet.acknowledges >= 0) this.#receiver.acknowledgements.handleAcknowledged(packet.acknowledges);
    if (packet.isSizeProbe) this.size.handleProbeAcknowledged();
    else this.size.handleAcknowledged(packet.bytes);
  }

  handleLost(packet: PacketRecord, now: number): void {
    this.#sendAgain(packet);
    if (packet.isSizeProbe) this.size.handleProbeLost(now);
    else this.size.handleLost(packet.bytes);
  }

  handleEnd(now: number): void {
    this.size.handleEnd(now);
  }

  handleProbeTimeout(count: number, now: number): void {
    const { grantedBytes } = this.#receiver.window;
    // Each of them, or a peer that we cannot hear waits for one behind the other.
    const oldest = this.recovery.oldestInFlight(({ length }) => length > 0);
    const grant = this.recovery.oldestInFlight((packet) => packet.grantedBytes === grantedBytes);
    for (const packet of [oldest, grant]) if (packet) this.#sendAgain(packet);
    if (this.#end === "sent") this.#end = "due";
    this.#pingDue = true;
    if (count >= 2 && now - this.recovery.heardAt >= longestStallMs) this.size.fall(now);
  }

  get #controlDue(): boolean {
    return this.#pingDue || this.#end === "due" || this.#receiver.window.due;
  }

  #isUrgent(now: number): boolean {
    return this.#controlDue || this.#receiver.acknowledgements.due(now);
  }

  get #hasData(): boolean {
    return this.stream.nextBytes > 0 || this.datagrams.queuedBytes > 0;
  }

  get #hasRoom(): boolean {
    return this.recovery.probesDue > 0 || this.recovery.inFlightBytes < this.#controller.windowBytes;
  }

  #mayFlow(now: number): boolean {
    return this.recovery.probesDue > 0 || (this.#hasRoom && this.#readyAt(now) <= now);
  }

  #readyAt(now: number): number {
    const { pacingRate, burstBytes } = this.#controller;
    return this.#pacer.readyAt(pacingRate, burstBytes, now);
  }

  /** A probe is worth sending when there is much to send. */
  #sizeProbeBytes(now: number): number {
    return this.stream.nextBytes > this.packetBytes ? this.size.probeBytes(now) : 0;
  }

  #writeSizeProbe(packet: Uint8Array, at: number, bytes: number, record: PacketRecord): number {
    const end = at + bytes - this.#options.aroundBytes;
    packet[at] = FrameType.ping;
    packet.fill(FrameType.padding, at + 1, end);
    record.isSizeProbe = true;
    this.size.handleProbeSent(bytes);
    this.#handleSent(record, end - at);
    return end;
  }

  #writeAcknowledgement(packet: Uint8Array, at: number, end: number, record: PacketRecord): number {
    const { acknowledgements } = this.#receiver;
    // One that asks for an answer goes with all that we know: what said it before may be lost.
    const bytes = acknowledgements.owed || this.#controlDue ? acknowledgements.frameBytes(this.#now) : 0;
    if (bytes === 0 || bytes > end - at) return at;
    record.acknowledges = acknowledgements.largest;
    return acknowledgements.write(packet, at, this.#now);
  }

  /** Small frames that the congestion window does not hold back: the peer, or the end, waits for them. */
  #writeControl(packet: Uint8Array, at: number, end: number, record: PacketRecord): number {
    let next = at;
    if (end - next < controlBytes) return next;
    if (this.#receiver.window.due) {
      record.grantedBytes = this.#receiver.window.take();
      next = writeFrameHead(packet, next, FrameType.maxData, record.grantedBytes);
    }
    if (this.#end === "due") {
      this.#end = "sent";
      this.hasSentEnd = true;
      this.#pingDue = true;
      record.isEnd = true;
      next = writeFrameHead(packet, next, FrameType.fin, this.stream.endBytes);
    }
    if (this.#pingDue || this.#fillsWindow) {
      this.#pingDue = false;
      packet[next++] = FrameType.ping;
    }
    return next;
  }

  /** Behind this packet we can only wait for the peer's word: it is to come at once. */
  get #fillsWindow(): boolean {
    const { windowBytes } = this.#controller;
    return this.#hasData && this.recovery.inFlightBytes + this.packetBytes >= windowBytes && this.#hasRoom;
  }

  #writeStream(packet: Uint8Array, at: number, end: number, record: PacketRecord): number {
    const { stream } = this;
    const offset = stream.nextOffset;
    const room = end - at - 1 - varintBytes(offset) - varintBytes(end - at);
    const length = Math.min(stream.nextBytes, room);
    if (length <= 0) return at;
    const start = writeVarint(packet, writeFrameHead(packet, at, FrameType.stream, offset), length);
    stream.write(packet, start, length);
    record.offset = offset;
    record.length = length;
    return start + length;
  }

  #handleSent(record: PacketRecord, frames: number): void {
    const bytes = frames + this.#options.aroundBytes;
    this.recovery.handleSent(record, bytes, this.#now);
    this.#pacer.handleSent(bytes);
    if (!this.#hasData && this.#hasRoom) this.#controller.handleIdle(this.recovery.inFlightBytes);
  }

  #sendAgain(packet: PacketRecord): void {
    if (packet.length > 0) this.stream.handleLost(packet.offset, packet.length);
    if (packet.isEnd && this.#end === "sent") this.#end = "due";
    if (packet.grantedBytes >= 0) this.#receiver.window.handleLost(packet.grantedBytes);
  }
}

// MAX_DATA, FIN and PING.
const controlBytes = 19;

// On a short path, time-outs in a row may only mean that the peer's process has no processor.
const longestStallMs = 100;

// A datagram that cannot leave within that time is better dropped.
const datagramPatienceMs = 5;
