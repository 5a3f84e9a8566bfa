import { once } from "node:events";
import { type AddressInfo, createServer, type DropArgument, type Server, type Socket } from "node:net";
import { LinkError, type LinkHost, type TransportListener } from "@countersign/core";
import { formatAddress, parseAddress } from "./address.ts";
import type { TcpSettings } from "./options.ts";
import { TcpLink } from "./tcp-link.ts";

/** As `Transport.listen`. */
export async function listen(address: string, settings: TcpSettings, host: LinkHost): Promise<TransportListener> {
  const { host: hostname, port } = parseAddress(address);
  const server = createServer({
    noDelay: settings.noDelay,
    keepAlive: settings.keepAlive !== false,
    keepAliveInitialDelay: Number(settings.keepAlive),
    allowHalfOpen: true,
    pauseOnConnect: true,
  });
  server.maxConnections = settings.maxConnections;
  server.on("connection", (socket) => accept(socket, settings, host));
  server.on("drop", (dropped) => host.handleFault(dropError(server, dropped)));
  server.listen({ host: hostname, port, backlog: settings.backlog });
  try {
    await once(server, "listening");
  } catch (error) {
    throw listenError(address, error as Error);
  }
  server.on("error", (error) => host.handleFault(error));
  return new TcpListener(server);
}

class TcpListener implements TransportListener {
  readonly address: string;
  readonly #server: Server;

  constructor(server: Server) {
    const { address, port } = server.address() as AddressInfo;
    this.address = formatAddress(address, port);
    this.#server = server;
  }

  /** `Server.close` gives up the port at once; only its event waits for the connections. */
  async close(): Promise<void> {
    this.#server.close();
  }
}

function accept(socket: Socket, settings: TcpSettings, host: LinkHost): void {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined || remotePort === undefined) {
    socket.destroy(); // Gone again before it was accepted.
    return;
  }
  const link = new TcpLink(socket, formatAddress(remoteAddress, remotePort), settings);
  try {
    host.accept(link);
  } catch (error) {
    link.abort();
    host.handleFault(error as Error);
  }
}

function listenError(address: string, cause: Error): LinkError {
  return new LinkError("ERR_COUNTERSIGN_LISTEN", `Could not listen on ${address}: ${cause.message}`, { cause });
}

function dropError(server: Server, dropped: DropArgument | undefined): LinkError {
  const from = dropped?.remoteAddress ? formatAddress(dropped.remoteAddress, dropped.remotePort ?? 0) : "a peer";
  const message = `Dropped the connection of ${from}: ${server.maxConnections} are open, which is maxConnections`;
  return new LinkError("ERR_COUNTERSIGN_LISTEN", message);
}
