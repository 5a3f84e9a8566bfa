import type { Direction, Release, Weather } from "../protocol.ts";
import { Capture, type Packet } from "./capture.ts";
import type { Carrier, CarrierSink, DatagramCarrier } from "./carrier.ts";
import { framings } from "./framing.ts";
import { startTcpCarrier } from "./tcp-carrier.ts";
import { startUdpCarrier } from "./udp-carrier.ts";
import { delayUnder, fairWeather } from "./weather.ts";

/** What lies between client and server: it sees, keeps and may change every packet, and has no key. */
export class Wire implements CarrierSink, AsyncDisposable {
  readonly capture: Capture;
  /** Of datagrams only: TCP repairs its network by itself. */
  weather: Weather = fairWeather;
  readonly #held: Packet[] = [];
  readonly #ended = new Set<Direction>();
  readonly #tricks: Trick[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #carrier: Carrier | undefined;
  #holding = false;

  constructor(transport: "tcp" | "udp", changed: (packet: Packet) => void) {
    this.capture = new Capture(framings[transport], changed);
  }

  /** Resolves with the address to dial instead of `target`. */
  async start(target: string): Promise<string> {
    this.#carrier = await (this.isLossy ? startUdpCarrier : startTcpCarrier)(target, this);
    return this.#carrier.address;
  }

  get isLossy(): boolean {
    return this.capture.framing.transport === "udp";
  }

  get ports() {
    return this.#carrier?.ports ?? { client: 0, server: 0 };
  }

  /** What carries datagrams can do more; undefined over TCP. */
  get datagrams(): DatagramCarrier | undefined {
    return this.isLossy ? (this.#carrier as DatagramCarrier) : undefined;
  }

  get holding(): boolean {
    return this.#holding;
  }

  /** From now on packets wait for `release`. Without it everything that waits goes on. */
  hold(on: boolean): void {
    this.#holding = on;
    if (!on) for (const packet of [...this.#held]) this.release(packet.number, "pass");
  }

  /** Does something to the next packet in this direction. Resolves with it. */
  next(direction: Direction, how: Release): Promise<Packet> {
    return new Promise((resolve) => this.#tricks.push({ direction, how, resolve }));
  }

  handlePacket(direction: Direction, bytes: Buffer): void {
    const packet = this.capture.add(direction, bytes, "end", this.ports);
    const index = this.#tricks.findIndex((trick) => trick.direction === direction);
    const [trick] = index < 0 ? [] : this.#tricks.splice(index, 1);
    if (trick) this.#handle(packet, trick.how);
    else if (this.#holding) this.#hold(packet);
    else this.#handle(packet, "pass");
    trick?.resolve(packet);
  }

  handleEnd(direction: Direction): void {
    this.#ended.add(direction);
    this.#endWhenEmpty(direction);
  }

  /** A packet that was held goes its way. False when none of that number is. */
  release(number: number, how: Release): boolean {
    const index = this.#held.findIndex((packet) => packet.number === number);
    const [packet] = index < 0 ? [] : this.#held.splice(index, 1);
    if (!packet) return false;
    this.#handle(packet, how);
    this.#endWhenEmpty(packet.direction);
    return true;
  }

  /** Sends something that nobody sent, or not now. */
  forge(direction: Direction, bytes: Buffer, remark: string): Packet {
    const packet = this.capture.add(direction, bytes, "attacker", this.ports);
    this.capture.change(packet, { delivered: bytes, remark });
    this.#carrier?.deliver(direction, bytes);
    return packet;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#carrier?.[Symbol.asyncDispose]();
  }

  #hold(packet: Packet): void {
    this.#held.push(packet);
    this.capture.change(packet, { fate: "held" });
  }

  #handle(packet: Packet, how: Release): void {
    const { direction, sent } = packet;
    if (how === "drop") return this.capture.change(packet, { fate: "dropped", remark: "dropped: it never arrives" });
    if (how === "change") return this.#change(packet);
    this.#carry(packet, sent);
    if (how === "twice") this.forge(direction, sent, `a copy of packet ${packet.number}`);
  }

  #change(packet: Packet): void {
    const at = Math.max(this.capture.framing.headBytes(packet.direction) + 1, packet.sent.length >> 1);
    const changed = Buffer.from(packet.sent);
    changed[at] = (changed[at] as number) ^ 1;
    this.#carry(packet, changed, { fate: "changed", remark: `changed: one bit of byte ${at}` });
  }

  #carry(packet: Packet, bytes: Buffer, known: Partial<Packet> = {}): void {
    const arrive = () => {
      this.capture.change(packet, { fate: "passed", ...known, delivered: bytes });
      this.#carrier?.deliver(packet.direction, bytes);
    };
    const delayMs = this.isLossy ? delayUnder(this.weather, Math.random) : 0;
    if (delayMs === undefined) return this.capture.change(packet, { fate: "lost", remark: "lost by the network" });
    if (delayMs === 0) return arrive();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      arrive();
    }, delayMs);
    this.#timers.add(timer);
  }

  #endWhenEmpty(direction: Direction): void {
    const waits = this.#held.some((packet) => packet.direction === direction);
    if (this.#ended.has(direction) && !waits) this.#carrier?.end(direction);
  }
}

interface Trick {
  readonly direction: Direction;
  readonly how: Release;
  readonly resolve: (packet: Packet) => void;
}
