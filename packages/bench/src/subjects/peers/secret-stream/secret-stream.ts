import type { ByteStream } from "../stream-pipe.ts";
import type { StreamSecurity } from "../stream-security.ts";
import { type KeyPair, openSecretStreams, type SecretStreams } from "./module.ts";

/**
 * @hyperswarm/secret-stream: Noise XX, which is its default (three messages, then both sides have proved their keys),
 * and XChaCha20-Poly1305. Each side knows the other's key.
 */
export async function secretStream(): Promise<StreamSecurity> {
  const streams = await openSecretStreams();
  return {
    serve() {
      const [own, client] = [streams.keyPair(), streams.keyPair()];
      return {
        secure: (raw) => shakeHands(streams, false, raw, { own, remote: client.publicKey }),
        invitation: {
          server: own.publicKey.toString("base64"),
          publicKey: client.publicKey.toString("base64"),
          secretKey: client.secretKey.toString("base64"),
        },
      };
    },

    client({ server = "", publicKey = "", secretKey = "" }) {
      const own = { publicKey: Buffer.from(publicKey, "base64"), secretKey: Buffer.from(secretKey, "base64") };
      const remote = Buffer.from(server, "base64");
      return (raw) => shakeHands(streams, true, raw, { own, remote });
    },
  };
}

/** Resolves with a stream to the one peer that holds `remote`; rejects, and ends it, when another answers. */
async function shakeHands(
  streams: SecretStreams,
  isInitiator: boolean,
  raw: ByteStream,
  { own, remote }: { readonly own: KeyPair; readonly remote: Uint8Array },
): Promise<ByteStream> {
  const stream = new streams(isInitiator, raw, { keyPair: own });
  let failure: Error | undefined;
  stream.on("error", (error) => {
    failure = error;
  });
  const opened = await stream.opened;
  if (opened && stream.remotePublicKey.equals(remote)) return stream;
  stream.destroy();
  throw failure ?? new Error(opened ? "the peer has another key" : "the stream ended in its handshake");
}
