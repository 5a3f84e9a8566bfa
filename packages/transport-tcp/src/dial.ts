import { connect } from "node:net";
import { type Link, LinkError } from "@countersign/core";
import { formatAddress, parseDialAddress } from "./address.ts";
import type { TcpSettings } from "./options.ts";
import { TcpLink } from "./tcp-link.ts";

/**
 * Dialled sockets read into this one buffer, since packets are used up before the next read: against memory for each
 * read this halves what receiving costs. Node offers it to sockets that connect only, not to accepted ones.
 */
const readBuffer = Buffer.allocUnsafeSlow(2 ** 18);

/** As `Transport.dial`. Looks the host up and connects to the first of its addresses that answers (RFC 8305). */
export async function dial(address: string, settings: TcpSettings, signal?: AbortSignal): Promise<Link> {
  const { host, port } = parseDialAddress(address);
  signal?.throwIfAborted();
  let link: TcpLink | undefined;
  const socket = connect({
    host,
    port,
    onread: {
      buffer: readBuffer,
      callback: (bytes) => link?.handleData(readBuffer.subarray(0, bytes)) ?? true,
    },
    noDelay: settings.noDelay,
    keepAlive: settings.keepAlive !== false,
    keepAliveInitialDelay: Number(settings.keepAlive),
    allowHalfOpen: true,
  });
  socket.pause();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => giveUp(timeoutError(address, settings)), settings.connectTimeoutMs);
    const handleAbort = () => giveUp(signal?.reason);
    const handleError = (error: Error) => giveUp(connectError(address, error));
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", handleAbort);
    };
    const giveUp = (reason: unknown) => {
      settle();
      socket.destroy();
      reject(reason);
    };
    signal?.addEventListener("abort", handleAbort);
    socket.on("error", handleError);
    socket.once("connect", () => {
      settle();
      socket.off("error", handleError);
      link = new TcpLink(socket, formatAddress(socket.remoteAddress ?? host, port), settings);
      resolve(link);
    });
  });
}

function timeoutError(address: string, { connectTimeoutMs }: TcpSettings): LinkError {
  return new LinkError("ERR_COUNTERSIGN_CONNECT_TIMEOUT", `${address} did not answer within ${connectTimeoutMs} ms`);
}

function connectError(address: string, cause: Error): LinkError {
  // One failure for each address of the host comes as an AggregateError, whose own message is empty.
  const reasons = cause instanceof AggregateError ? cause.errors.map((error: Error) => error.message) : [cause.message];
  return new LinkError("ERR_COUNTERSIGN_CONNECT", `Could not connect to ${address}: ${reasons.join("; ")}`, { cause });
}
