import { Duplex } from "node:stream";
import type { AbstractMessageStream } from "@libp2p/utils";
import type { ByteStream } from "../stream-pipe.ts";
import type { StreamSecurity } from "../stream-security.ts";
import { connectionOver } from "./socket-connection.ts";

/**
 * @chainsafe/libp2p-noise: Noise XX, in which both sides sign for their Ed25519 keys, and ChaCha20-Poly1305 with the
 * cryptography that it chooses by itself on Node. Each side knows the other's key. Rejects where it is not
 * installed, and before Node 22.
 */
export async function noise(): Promise<StreamSecurity> {
  if (!("withResolvers" in Promise)) throw new Error("it needs Promise.withResolvers, which Node has from 22 on");
  const { noise: openNoise } = await import("@chainsafe/libp2p-noise");
  const { AbstractMessageStream: base } = await import("@libp2p/utils");
  const { defaultLogger } = await import("@libp2p/logger");
  const { peerIdFromPrivateKey, peerIdFromPublicKey } = await import("@libp2p/peer-id");
  const keys = await import("@libp2p/crypto/keys");
  const logger = defaultLogger();
  const upgrader = { getStreamMuxers: () => new Map() } as never;

  const secureAs = (own: Uint8Array, remote: Uint8Array, direction: "inbound" | "outbound") => {
    const privateKey = keys.privateKeyFromProtobuf(own);
    const encrypter = openNoise()({ privateKey, peerId: peerIdFromPrivateKey(privateKey), logger, upgrader });
    const options = { remotePeer: peerIdFromPublicKey(keys.publicKeyFromProtobuf(remote)), ...noMuxer };
    return async (raw: ByteStream) => {
      const log = logger.forComponent("benchmark");
      const connection = connectionOver(base, raw as Duplex, { log, direction });
      const secured =
        direction === "outbound"
          ? await encrypter.secureOutbound(connection as never, options)
          : await encrypter.secureInbound(connection as never, options);
      return streamOver(secured.connection as unknown as AbstractMessageStream);
    };
  };

  const [server, client] = [await keys.generateKeyPair("Ed25519"), await keys.generateKeyPair("Ed25519")];
  return {
    serve() {
      return {
        secure: secureAs(keys.privateKeyToProtobuf(server), keys.publicKeyToProtobuf(client.publicKey), "inbound"),
        invitation: {
          server: Buffer.from(keys.publicKeyToProtobuf(server.publicKey)).toString("base64"),
          key: Buffer.from(keys.privateKeyToProtobuf(client)).toString("base64"),
        },
      };
    },
    client: ({ server = "", key = "" }) =>
      secureAs(Buffer.from(key, "base64"), Buffer.from(server, "base64"), "outbound"),
  };
}

const noMuxer = { skipStreamMuxerNegotiation: true };

/** A stream of Node's over a connection of libp2p's. */
function streamOver(connection: AbstractMessageStream): ByteStream {
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      if (connection.send(chunk)) done();
      else connection.onDrain().then(() => done(), done);
    },
    final(done) {
      connection.close().then(() => done(), done);
    },
  });
  connection.addEventListener("message", ({ data }) => {
    const bytes = data.subarray();
    stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
  connection.addEventListener("remoteCloseWrite", () => stream.push(null));
  connection.addEventListener("close", ({ error }) => (error ? stream.destroy(error) : stream.push(null)));
  return stream;
}
