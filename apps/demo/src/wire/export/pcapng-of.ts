import type { Capture, Packet } from "../relay/capture.ts";
import { commentOn } from "./comment.ts";
import { udpPacket } from "./ip.ts";
import { type CapturedFrame, pcapng } from "./pcapng.ts";
import { tcpFrames } from "./tcp-frames.ts";

/** Everything that was captured, for Wireshark and its like: between the attacker and the server, at 127.0.0.1. */
export function pcapngOf(capture: Capture): Buffer {
  const at = (packet: Packet) => Math.round((capture.beganAt + packet.atMs) * 1_000);
  const frames = capture.framing.transport === "tcp" ? tcpFrames(capture.packets, at) : datagrams(capture.packets, at);
  return pcapng(frames, "A conversation of Countersign, as the wire page has seen it");
}

function datagrams(packets: readonly Packet[], at: (packet: Packet) => number): CapturedFrame[] {
  return packets.map((packet) => {
    const { client, server } = packet.ports;
    const inbound = packet.direction === "to server";
    const between = inbound ? { from: client, to: server } : { from: server, to: client };
    const bytes = udpPacket(between, packet.delivered ?? packet.sent, packet.number);
    return { atUs: at(packet), bytes, inbound, ...commentOn(packet) };
  });
}
