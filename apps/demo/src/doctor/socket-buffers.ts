import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type Check, counted } from "./finding.ts";

/** What `udp()` asks for, in bytes. */
const wantedBytes = 4 * 1024 * 1024;

export const socketBuffers: Check = {
  topic: "socket buffers",
  async look() {
    const usual = await udpBuffers();
    const enlarged = await udpBuffers(wantedBytes).catch(() => usual);
    const isSmall = enlarged.receive < wantedBytes;
    return {
      lines: [
        `UDP by default: ${counted(usual.receive)} bytes for receiving, ${counted(usual.send)} for sending`,
        `UDP asked for ${counted(wantedBytes)}: ${counted(enlarged.receive)} and ${counted(enlarged.send)}`,
        ...(isSmall
          ? [`that is less than asked for: fast senders lose datagrams here, which costs speed${advice()}`]
          : []),
        `TCP: ${await tcpBuffers()}`,
      ],
    };
  },
};

async function udpBuffers(bytes?: number): Promise<{ readonly receive: number; readonly send: number }> {
  const sizes = bytes === undefined ? {} : { recvBufferSize: bytes, sendBufferSize: bytes };
  const socket = createSocket({ type: "udp4", ...sizes });
  try {
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return { receive: socket.getRecvBufferSize(), send: socket.getSendBufferSize() };
  } finally {
    socket.close();
  }
}

function advice(): string {
  return process.platform === "linux" ? " (sysctl net.core.rmem_max and net.core.wmem_max raise it)" : "";
}

/** Linux tells; Node asks no other system. */
async function tcpBuffers(): Promise<string> {
  const files = ["tcp_rmem", "tcp_wmem"].map((name) => readFile(`/proc/sys/net/ipv4/${name}`, "utf8"));
  const found = await Promise.all(files).catch(() => undefined);
  if (!found) return "the system sizes them as it needs, and does not say how";
  const [receive, send] = found.map((text) => text.trim().split(/\s+/).map(Number));
  const told = ([, usual = 0, most = 0]: readonly number[] = []) =>
    `${counted(usual)} bytes, growing to ${counted(most)}`;
  return `receiving starts with ${told(receive)}; sending with ${told(send)}`;
}
