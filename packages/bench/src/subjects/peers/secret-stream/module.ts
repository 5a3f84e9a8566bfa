import type { ByteStream } from "../stream-pipe.ts";

/** What is used of @hyperswarm/secret-stream, which has no types of its own. */
export interface SecretStreams {
  new (isInitiator: boolean, raw: ByteStream, options: { readonly keyPair: KeyPair }): SecretStream;
  keyPair(): KeyPair;
}

export interface KeyPair {
  readonly publicKey: Buffer;
  readonly secretKey: Buffer;
}

type SecretStream = ByteStream & {
  /** False: it ended before the handshake did. */
  readonly opened: Promise<boolean>;
  readonly remotePublicKey: Buffer;
};

/** Rejects where it is not installed, or one of its native parts has no build for this machine. */
export async function openSecretStreams(): Promise<SecretStreams> {
  // @ts-expect-error: It has no types, and where it could not be installed it is not there at all.
  const module: { default: SecretStreams } = await import("@hyperswarm/secret-stream");
  return module.default;
}
