import { FrameReader } from "../frame-reader.ts";
import type { Pipe, Sink } from "../subject.ts";
import { headerBytes, PacketType, shortPacket, writeHeader } from "./packet.ts";
import { PacketWriter } from "./packet-writer.ts";

/** What a pipe needs of the socket that it shares or has. */
export interface Berth {
  readonly packetBytes: number;
  /** Hands one packet to the socket. `taken`: called when the system has it. */
  send(packet: Buffer, taken?: () => void): void;
  /** Packets wait for the system. */
  readonly busy: boolean;
  leave(): void;
}

/**
 * Messages over UDP with nothing but their lengths, numbers on packets, and an acknowledgement now and then that bounds
 * what is in flight. Nothing is repeated: a packet that is missing ends the connection and is an error.
 */
export class PacketPipe implements Pipe {
  readonly #berth: Berth;
  readonly #writer: PacketWriter;
  readonly #reader = new FrameReader();
  readonly #window: number;
  #sink: Sink | undefined;
  #acknowledged = 0;
  #received = 0;
  #wait: Promise<void> | undefined;
  #wakeSender: ((error?: Error) => void) | undefined;
  #over = false;

  constructor(berth: Berth) {
    this.#berth = berth;
    this.#window = Math.max(8, Math.floor(windowBytes / berth.packetBytes));
    this.#writer = new PacketWriter(berth.packetBytes, (packet) => {
      // What waited for the end of the turn may come after the end of all.
      if (!this.#over) berth.send(packet);
    });
  }

  /** Called once, before the first packet. */
  read(sink: Sink): void {
    this.#sink = sink;
  }

  send(message: Buffer): Promise<void> | undefined {
    if (this.#over) return Promise.reject(new Error("the connection is over"));
    this.#writer.write(message);
    return this.#inFlight < this.#window ? undefined : this.#room();
  }

  sendDatagram(message: Buffer): boolean {
    if (this.#berth.busy) return false;
    const packet = Buffer.allocUnsafe(headerBytes + message.length);
    message.copy(packet, headerBytes);
    this.#berth.send(writeHeader(packet, PacketType.datagram, 0));
    return true;
  }

  receive(packet: Buffer): void {
    if (this.#over || packet.length < headerBytes) return;
    const number = packet.readUInt32BE(1);
    if (packet[0] === PacketType.data) this.#receiveData(packet, number);
    else if (packet[0] === PacketType.datagram) this.#sink?.handleDatagram?.(packet.subarray(headerBytes));
    else if (packet[0] === PacketType.acknowledgement) this.#acknowledge(number);
    else if (packet[0] === PacketType.failure) this.end(new Error(packet.toString("utf8", headerBytes)));
    else if (packet[0] === PacketType.bye) this.end();
  }

  async close(): Promise<void> {
    this.#writer.flush();
    await new Promise<void>((resolve) => this.#berth.send(shortPacket(PacketType.bye), resolve));
    this.end();
  }

  /** It is over on this side, without a word to the other. */
  end(error?: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#berth.leave();
    this.#wakeSender?.(error ?? new Error("the connection ended before everything was sent"));
    this.#sink?.handleEnd(error);
  }

  get #inFlight(): number {
    return this.#writer.packets - this.#acknowledged;
  }

  /** One promise for all who wait: an order that nobody waits for may be among them. */
  #room(): Promise<void> {
    this.#wait ??= new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        const after = `${this.#acknowledged} of ${this.#writer.packets} packets`;
        this.#fail(`no acknowledgement for ${patienceMs} ms, after ${after}: some were lost`);
      }, patienceMs);
      this.#wakeSender = (error) => {
        clearTimeout(timer);
        this.#wakeSender = undefined;
        this.#wait = undefined;
        if (error) reject(error);
        else resolve();
      };
    });
    return this.#wait;
  }

  #receiveData(packet: Buffer, number: number): void {
    if (number !== this.#received) {
      return this.#fail(`packet ${this.#received} was lost or overtaken: ${number} came in its place`);
    }
    this.#received++;
    if (this.#received % Math.floor(this.#window / acknowledgementsAWindow) === 0) {
      this.#berth.send(shortPacket(PacketType.acknowledgement, this.#received));
    }
    const messages = this.#reader.read(packet.subarray(headerBytes));
    if (messages.length > 0) this.#sink?.handleMessages(messages);
  }

  #acknowledge(number: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, number);
    if (this.#inFlight < this.#window) this.#wakeSender?.();
  }

  #fail(reason: string): void {
    this.#berth.send(shortPacket(PacketType.failure, 0, reason));
    this.end(new Error(reason));
  }
}

/** Half of it must fit a socket's buffer, where small packets take up twice their size. */
const windowBytes = 1024 * 1024;
const acknowledgementsAWindow = 4;
const patienceMs = 3_000;
