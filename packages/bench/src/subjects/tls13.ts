import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ConnectionOptions, connect, createServer, type TlsOptions } from "node:tls";
import { FramedSocket, socketOptions } from "./framed-socket.ts";
import type { Ends } from "./subject.ts";

/** Who proves what, by which means. */
export interface TlsCredentials {
  /** In the server's process, once. `invitation`: what a client has to know. */
  serve(): Promise<{ readonly options: TlsOptions; readonly invitation: Readonly<Record<string, string>> }>;
  /** In the client's process, once; contexts are made here. */
  client(invitation: Readonly<Record<string, string>>): ConnectionOptions;
}

/**
 * TLS 1.3 (RFC 8446) of node:tls, as its users would set it up: contexts are made once, and every dial is a full
 * handshake (no ticket is ever offered).
 */
export function tls13(credentials: TlsCredentials): Ends {
  return {
    async serve(accept) {
      const { options, invitation } = await credentials.serve();
      const server = createServer({ ...socketOptions, ...options, minVersion: "TLSv1.3" }, (socket) => {
        const pipe = new FramedSocket(socket);
        pipe.read(accept(pipe));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      return {
        invitation: { ...invitation, address: `127.0.0.1:${port}` },
        close: async () => void server.close(),
      };
    },

    async client({ address = "", ...invitation }) {
      const { port } = new URL(`tcp://${address}`);
      const options = { ...socketOptions, ...credentials.client(invitation), host: "127.0.0.1", port: Number(port) };
      return async (sink) => {
        const socket = connect(options);
        await once(socket, "secureConnect");
        const pipe = new FramedSocket(socket);
        pipe.read(sink);
        return pipe;
      };
    },
  };
}
