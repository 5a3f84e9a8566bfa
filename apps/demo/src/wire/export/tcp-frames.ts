import type { Packet } from "../relay/capture.ts";
import { commentOn } from "./comment.ts";
import { type Between, type Segment, Tcp, tcpPacket } from "./ip.ts";
import type { CapturedFrame } from "./pcapng.ts";

/**
 * The connection as segments. The page sees TCP's bytes and not its segments, so that these are made up: a handshake,
 * and one segment for each packet, or as many as it takes. Sequence numbers are those of the bytes.
 */
export function tcpFrames(packets: readonly Packet[], at: (packet: Packet) => number): CapturedFrame[] {
  const [first] = packets;
  if (!first) return [];
  const connection = new Connection({ from: first.ports.client, to: first.ports.server });
  const frames = connection.open(at(first));
  for (const packet of packets) frames.push(...connection.carry(packet, at(packet)));
  return frames;
}

class Connection {
  readonly #toServer: Between;
  readonly #next = { "to server": clientStart, "to client": serverStart };
  #id = 0;

  constructor(toServer: Between) {
    this.#toServer = toServer;
  }

  open(atUs: number): CapturedFrame[] {
    const [syn, synAck, ack] = [Tcp.syn, Tcp.syn | Tcp.ack, Tcp.ack];
    return [
      this.#frame("to server", syn, atUs),
      this.#frame("to client", synAck, atUs),
      this.#frame("to server", ack, atUs),
    ];
  }

  carry(packet: Packet, atUs: number): CapturedFrame[] {
    const bytes = packet.delivered ?? packet.sent;
    const frames: CapturedFrame[] = [];
    for (let start = 0; start < bytes.length; start += segmentBytes) {
      const payload = bytes.subarray(start, start + segmentBytes);
      // Pushed with its last byte: who counts these counts packets.
      const flags = start + payload.length === bytes.length ? Tcp.ack | Tcp.push : Tcp.ack;
      frames.push({ ...this.#frame(packet.direction, flags, atUs, payload), ...commentOn(packet) });
    }
    return frames;
  }

  #frame(direction: Packet["direction"], flags: number, atUs: number, payload?: Buffer): CapturedFrame {
    const inbound = direction === "to server";
    const { from, to } = this.#toServer;
    const segment: Segment = {
      between: inbound ? { from, to } : { from: to, to: from },
      sequence: this.#next[direction],
      acknowledgement: flags & Tcp.ack ? this.#next[inbound ? "to client" : "to server"] : 0,
      flags,
      ...(payload && { payload }),
    };
    // SYN counts as a byte (RFC 9293 §3.4).
    this.#next[direction] += (payload?.length ?? 0) + (flags & Tcp.syn ? 1 : 0);
    return { atUs, bytes: tcpPacket(segment, this.#id++), inbound };
  }
}

const clientStart = 1_000;
const serverStart = 5_000;
const segmentBytes = 32_768;
