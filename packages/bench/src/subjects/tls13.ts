import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createSecureContext, createServer } from "node:tls";
import { FramedSocket, socketOptions } from "./framed-socket.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import type { Ends } from "./subject.ts";

/**
 * Control: TLS 1.3 (RFC 8446) of node:tls with an RSA certificate, as its users would set it up: the client trusts
 * this one certificate, contexts are made once, and every dial is a full handshake (no ticket is ever offered).
 */
export function tls13(modulusBits: number): Ends {
  return {
    async serve(accept) {
      const { certificate, privateKey } = await selfSignedCertificate(modulusBits);
      const options = { ...socketOptions, cert: certificate, key: privateKey, minVersion: "TLSv1.3" } as const;
      const server = createServer(options, (socket) => {
        const pipe = new FramedSocket(socket);
        pipe.read(accept(pipe));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      return { invitation: { port: String(port), certificate }, close: async () => void server.close() };
    },

    async client({ port, certificate }) {
      const secureContext = createSecureContext({ ca: certificate, minVersion: "TLSv1.3" });
      return async (sink) => {
        const socket = connect({ ...socketOptions, host: "127.0.0.1", port: Number(port), secureContext });
        await once(socket, "secureConnect");
        const pipe = new FramedSocket(socket);
        pipe.read(sink);
        return pipe;
      };
    },
  };
}
