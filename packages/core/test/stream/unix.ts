import { once } from "node:events";
import { connect, createServer } from "node:net";
import { LinkError, UsageError } from "../../src/errors.ts";
import type { Link, LinkHost, Transport, TransportListener } from "../../src/link.ts";
import { streamLink } from "../../src/stream/index.ts";

/** Unix domain sockets, as the simplest transport on a stream. */
export function unix(): Transport {
  return { name: "unix", dial, listen };
}

async function dial(path: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Link> {
  check(path);
  signal?.throwIfAborted();
  const socket = connect({ path });
  try {
    await once(socket, "connect", signal && { signal });
  } catch (cause) {
    socket.destroy();
    signal?.throwIfAborted();
    throw new LinkError("ERR_COUNTERSIGN_CONNECT", `Nobody answers at ${path}`, { cause });
  }
  return streamLink(socket, { remoteAddress: path });
}

async function listen(path: string, host: LinkHost): Promise<TransportListener> {
  check(path);
  const server = createServer((socket) => host.accept(streamLink(socket, { remoteAddress: path })));
  try {
    await once(server.listen(path), "listening");
  } catch (cause) {
    throw new LinkError("ERR_COUNTERSIGN_LISTEN", `Cannot listen at ${path}`, { cause });
  }
  server.on("error", (error) => host.handleFault(error));
  return { address: path, close: async () => void server.close() };
}

function check(path: string): void {
  if (path !== "") return;
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ADDRESS", "The address of a Unix socket is its path");
}
