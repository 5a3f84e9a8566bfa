import { concat } from "../bytes.ts";
import type { Cipher, Encapsulation, Identity } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { hashBytes } from "../key-schedule/hkdf.ts";
import { type SymmetricState, suiteName } from "../key-schedule/symmetric-state.ts";
import { challengeBytes, protocolVersion } from "../wire.ts";
import { encodeAcceptHead } from "./accept.ts";
import { keyHint, type ReceivedHello } from "./hello.ts";
import { decodeParameters, encodeParameters, type Parameters } from "./parameters.ts";
import { beginTranscript, type HandshakeResult, usableSecret } from "./transcript.ts";

export interface ServerHandshakeOptions {
  readonly cipher: Cipher;
  readonly application: string;
  readonly parameters: Parameters;
  readonly random: (bytes: number) => Uint8Array;
}

export interface ServerResult extends HandshakeResult {
  /** The message that tells the client. */
  readonly accept: Uint8Array;
}

/** The server's half of pqNK for one admitted HELLO. */
export class ServerHandshake {
  readonly #options: ServerHandshakeOptions;
  readonly #hello: ReceivedHello;
  readonly #identity: Identity;
  readonly #fallback: Uint8Array;
  #encapsulation: Encapsulation | undefined;

  constructor(options: ServerHandshakeOptions, hello: ReceivedHello, identity: Identity) {
    this.#options = options;
    this.#hello = hello;
    this.#identity = identity;
    this.#fallback = options.random(hashBytes);
  }

  /** The private-key operation, to be run as work. May throw or reject. */
  decapsulate(): Uint8Array | Promise<Uint8Array> {
    return this.#identity.decapsulate(Uint8Array.from(this.#hello.sealed));
  }

  /** Draws the answer's own secret; may be called while the private-key operation runs elsewhere. */
  encapsulate(): void {
    try {
      this.#encapsulation ??= this.#options.cipher.ephemeralKem.importPublicKey(this.#hello.ephemeral).encapsulate();
    } catch {
      // A key that cannot be used is no news before the client has proven that it made the HELLO.
    }
  }

  /**
   * Takes what came of the private-key operation, undefined when it failed: random bytes stand in then, so that every
   * failure ends in the one check of the payload's tag (spec: H-9). Throws one and the same PeerError for all of them.
   */
  finish(decapsulated: unknown): ServerResult {
    const { cipher, application } = this.#options;
    const state = beginTranscript(cipher, application, this.#identity.publicKey.encoded);
    try {
      return this.#accept(state, decapsulated);
    } catch (error) {
      state.destroy();
      throw error;
    }
  }

  #accept(state: SymmetricState, decapsulated: unknown): ServerResult {
    const { cipher, parameters, random } = this.#options;
    const hello = this.#hello;
    state.mixHash(hello.head);
    state.mixKey(usableSecret(decapsulated) ?? this.#fallback);
    const payload = state.decryptAndHash(hello.payload);
    if (!payload) throw forgedHello();
    const peer = decodeParameters(payload);
    refuseRollback(peer, suiteName(cipher));
    const challenge = random(challengeBytes);
    const plain = encodeParameters({ ...parameters, challenge });
    this.encapsulate();
    if (!this.#encapsulation) throw unusableKey();
    const { secret, sealed } = this.#encapsulation;
    const tagBytes = hello.payload.length - payload.length;
    const head = encodeAcceptHead({ clientId: hello.clientId, sealed, payloadBytes: plain.length + tagBytes });
    state.mixHash(head);
    state.mixKey(secret);
    const accept = concat(head, state.encryptAndHash(plain));
    return { state, peer, challenge, clientId: hello.clientId, accept };
  }
}

/** The key that the client means, if it is one of ours. */
export function selectIdentity(identities: readonly Identity[], hello: ReceivedHello): Identity | undefined {
  return identities.find(({ publicKey }) =>
    Buffer.from(keyHint(hello.clientId, publicKey.encoded)).equals(hello.keyHint),
  );
}

// A client that could have used something newer than what arrived here was talked down by someone (spec: H-8).
function refuseRollback(peer: Parameters, suite: string): void {
  const { versions = [], suites = [] } = peer;
  if (Math.max(...versions) !== protocolVersion || !suites.includes(suite)) throw forgedHello();
}

function unusableKey(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_HANDSHAKE", "The client's ephemeral key is not usable.");
}

function forgedHello(): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_HANDSHAKE",
    "The client's HELLO was changed on the way, or the client's `application` differs from ours.",
  );
}
