import { concat } from "../bytes.ts";
import type { Cipher, Identity, PublicKey } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { type SymmetricState, suiteName } from "../key-schedule/symmetric-state.ts";
import { clientIdBytes, paddedHelloBytes, protocolVersion } from "../wire.ts";
import type { ReceivedAccept } from "./accept.ts";
import { type ClientKeys, drawClientKeys } from "./client-keys.ts";
import { encodeHelloHead, keyHint } from "./hello.ts";
import { decodeParameters, encodeParameters, type Parameters } from "./parameters.ts";
import { beginTranscript, type HandshakeResult, usableSecret } from "./transcript.ts";

export interface ClientHandshakeOptions {
  readonly cipher: Cipher;
  readonly server: PublicKey;
  readonly application: string;
  readonly parameters: Parameters;
  /** HELLO is padded where the client's address is not proven to the server. */
  readonly padded: boolean;
  readonly random: (bytes: number) => Uint8Array;
  /** Drawn beforehand, for this handshake alone. */
  readonly keys?: ClientKeys | undefined;
}

/** The client's half of pqNK (Angel et al., Post Quantum Noise, CCS 2022): one HELLO, one ACCEPT. */
export class ClientHandshake {
  /** Made once and resent byte for byte, but for the cookie (spec: H-6). */
  readonly hello: Uint8Array;
  readonly clientId: Uint8Array;
  readonly #ephemeral: Identity;
  readonly #state: SymmetricState;

  constructor(options: ClientHandshakeOptions) {
    const { cipher, server, application, parameters, padded, random } = options;
    const { ephemeral, encapsulation } = options.keys ?? drawClientKeys(cipher, server);
    this.clientId = random(clientIdBytes);
    this.#ephemeral = ephemeral;
    this.#state = beginTranscript(cipher, application, server.encoded);
    const suite = suiteName(cipher);
    const ours = { ...parameters, versions: [protocolVersion], suites: [suite] };
    const head = (payloadBytes: number) =>
      encodeHelloHead({
        clientId: this.clientId,
        suite,
        keyHint: keyHint(this.clientId, server.encoded),
        sealed: encapsulation.sealed,
        ephemeral: this.#ephemeral.publicKey.encoded,
        payloadBytes,
      });
    const tagBytes = this.#state.tagBytes;
    const plain = encodeParameters(ours);
    const missing = padded ? paddedHelloBytes - (head(0).length + plain.length + tagBytes) : 0;
    const payload = encodeParameters(ours, paddingOf(missing));
    const sealedHead = head(payload.length + tagBytes);
    this.#state.mixHash(sealedHead);
    this.#state.mixKey(encapsulation.secret);
    this.hello = concat(sealedHead, this.#state.encryptAndHash(payload));
  }

  /** Part one of ACCEPT, which may be slow: the secret inside. Throws or rejects when there is none. */
  decapsulate(accept: ReceivedAccept): Uint8Array | Promise<Uint8Array> {
    return this.#ephemeral.decapsulate(Uint8Array.from(accept.sealed));
  }

  /**
   * Part two. Throws PeerError when ACCEPT is not of the server whose key we hold; a later ACCEPT may still be
   * (on a lossy link anyone can send one), so this changes nothing then.
   */
  finish(accept: ReceivedAccept, decapsulated: unknown): HandshakeResult {
    const secret = usableSecret(decapsulated);
    if (!secret) throw forgedAccept();
    const state = this.#state.clone();
    state.mixHash(accept.head);
    state.mixKey(secret);
    const payload = state.decryptAndHash(accept.payload);
    if (!payload) {
      state.destroy();
      throw forgedAccept();
    }
    const peer = decodeParameters(payload);
    if (!peer.challenge || !peer.offers) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The server's ACCEPT has no challenge or offers.");
    }
    return { state, peer, challenge: peer.challenge, clientId: this.clientId };
  }

  /** Overwrites what an ACCEPT would be opened with. */
  destroy(): void {
    this.#state.destroy();
  }
}

export function forgedAccept(cause?: unknown): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_HANDSHAKE",
    "The server's answer was changed on the way, or is not from the holder of the server's private key.",
    { cause },
  );
}

/** The zeros inside a padding parameter of `bytes` bytes; id and length take two or three, so it may be two longer. */
function paddingOf(bytes: number): number {
  if (bytes <= 0) return 0;
  return bytes <= 66 ? Math.max(bytes - 2, 1) : bytes - 3;
}
