import { X509Certificate } from "node:crypto";
import { Duplex } from "node:stream";
import type { QUICConfig, QUICStream } from "@matrixai/quic";
import { selfSignedCertificate } from "../../self-signed-certificate.ts";
import type { Ends } from "../../subject.ts";
import { StreamPipe } from "../stream-pipe.ts";
import { drawing, tokenCrypto } from "./tokens.ts";

/**
 * Peer: QUIC (RFC 9000) of @matrixai/quic, which is Cloudflare's quiche, with an RSA certificate on each side that the
 * other pins. All messages are on one stream, which the client opens. Rejects where it is not installed, or has no build
 * for this machine.
 */
export async function quic(): Promise<Ends> {
  const { QUICClient, QUICServer, events, native } = await import("@matrixai/quic").catch(sayShortly);
  const { default: Logger } = await import("@matrixai/logger");
  // Otherwise it tells of every step on standard error.
  const logger = new Logger("bench", undefined, []);

  /** Takes this certificate and no other, whoever signed it. */
  const trustOnly = (certificate: string): Pick<QUICConfig, "verifyPeer" | "verifyCallback"> => {
    const pinned = new X509Certificate(certificate).raw;
    return {
      verifyPeer: true,
      verifyCallback: async ([shown]) =>
        shown && pinned.equals(shown) ? undefined : native.CryptoError.BadCertificate,
    };
  };

  return {
    async serve(accept) {
      const [own, client] = [await selfSignedCertificate(2048), await selfSignedCertificate(2048)];
      const config = { ...options, cert: own.certificate, key: own.privateKey, ...trustOnly(client.certificate) };
      const server = new QUICServer({ crypto: tokenCrypto(), config, logger });
      // No stream is let through before the client's certificate was found right.
      server.addEventListener(events.EventQUICConnectionStream.name, ({ detail }: { readonly detail: QUICStream }) => {
        const stream = duplexOver(detail);
        // Until somebody reads it.
        stream.on("error", () => {});
        stream.once("readable", () => {
          stream.read(announcement.length);
          const pipe = new StreamPipe(stream);
          pipe.read(accept(pipe));
        });
      });
      await server.start({ host: "127.0.0.1" });
      const invitation = { ca: own.certificate, cert: client.certificate, key: client.privateKey };
      return { invitation: { ...invitation, address: `127.0.0.1:${server.port}` }, close: () => server.stop() };
    },

    async client({ address = "", ca = "", cert = "", key = "" }) {
      const [host = "", port = ""] = address.split(":");
      const config = { ...options, cert, key, ...trustOnly(ca) };
      const dialling = { host, port: Number(port), localHost: "127.0.0.1", crypto: drawing, config, logger };
      return async (sink) => {
        const client = await QUICClient.createQUICClient(dialling);
        const stream = duplexOver(client.connection.newStream());
        stream.once("close", () => void client.destroy());
        stream.write(announcement);
        const pipe = new StreamPipe(stream);
        pipe.read(sink);
        return pipe;
      };
    },
  };
}

/** What the library says instead lists the places where it looked. */
function sayShortly(cause: unknown): never {
  throw new Error(`@matrixai/quic is not installed, or has no build for ${process.platform} on ${process.arch}`, {
    cause,
  });
}

function duplexOver(stream: QUICStream): Duplex {
  return Duplex.fromWeb(stream, { highWaterMark: waitingBytes });
}

/** A stream is there for the other side when something has come on it (RFC 9000 §2.1), and it is the server who greets. */
const announcement = Buffer.of(0);
const waitingBytes = 1024 * 1024;

const options = {
  /** Bytes that one read takes at most. */
  readableChunkSize: 64 * 1024,
  /** Every handshake is a full one: no ticket is ever used. */
  enableEarlyData: false,
  applicationProtos: ["bench"],
};
