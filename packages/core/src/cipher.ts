export interface Encapsulation {
  /** 32 bytes or more that only the holder of the private key can also learn. */
  readonly secret: Uint8Array;
  /** What the holder of the private key needs to learn them. */
  readonly sealed: Uint8Array;
}

/** A public key, imported once (an RSA import costs more than its use). Results are fresh memory of the caller. */
export interface PublicKey {
  /** Canonical SPKI DER (RFC 5280 §4.1.2.7): hashed into the transcript, the key hint and the fingerprint. */
  readonly encoded: Uint8Array;
  encapsulate(): Encapsulation;
}

/** A private key, wherever it lives: a thread pool, an HSM, another process. */
export interface Identity {
  readonly publicKey: PublicKey;
  /**
   * `sealed` is the callee's own copy, and the result is the caller's, who overwrites it. Throwing or rejecting is no error of the handshake: core goes on with random
   * bytes, so that every failure ends in the same place (spec: H-9). Slow private-key operations return a promise.
   */
  decapsulate(sealed: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A key encapsulation mechanism (RFC 9180 §4). */
export interface Kem {
  readonly name: string;
  /** Throws on bytes that are no key of this KEM, low-order points among them. */
  importPublicKey(encoded: Uint8Array): PublicKey;
}

/** A KEM whose key pairs are quickly made. */
export interface EphemeralKem extends Kem {
  /** A key pair for one handshake. */
  generate(): Identity;
}

/**
 * An AEAD (RFC 5116) under one key, for one direction. Core never passes a nonce twice to `seal`.
 * Synchronous; keeps no count and no history.
 */
export interface Protection {
  /** Bytes that `seal` appends. */
  readonly overhead: number;
  /** Core rekeys before this many seals under one key (RFC 9001 §6.6). */
  readonly maxPackets: number;
  /** Core ends the session before this many failed opens over all its keys (RFC 9001 §6.6). */
  readonly maxForgeries: number;
  /**
   * In place: packet[0, start) is additional data, packet[start, end) plaintext becomes ciphertext, the tag follows
   * at `end`. Returns the packet's new end. Precondition: packet.length >= end + overhead. `nonce`: 12 bytes,
   * valid during the call only.
   */
  seal(nonce: Uint8Array, packet: Uint8Array, start: number, end: number): number;
  /**
   * Authenticates packet[0, start) and packet[start, length). Returns fresh plaintext that the caller owns (messages
   * are views of it), or undefined when forged: no throw, forgeries may come 200,000 a second. May overwrite the packet.
   */
  open(nonce: Uint8Array, packet: Uint8Array, start: number): Uint8Array | undefined;
  /** Overwrites the key where it can; no call follows. */
  destroy(): void;
}

/** The joint a cipher package implements: two KEMs and an AEAD. Handshake, counters and rekeying are core's. */
export interface Cipher {
  /** Goes into the suite name and so into every transcript: "RSA-OAEP-SHA256_X25519_AES-256-GCM". */
  readonly name: string;
  /** Authenticates the server: its long-lived key. */
  readonly serverKem: Kem;
  /** Forward secrecy: a fresh key pair of the client for every handshake. */
  readonly ephemeralKem: EphemeralKem;
  /** Bytes of an AEAD key. */
  readonly keyBytes: number;
  /** `key` stays the caller's, who overwrites it after the call. */
  protect(key: Uint8Array): Protection;
}

export interface LoadIdentityOptions {
  /** Make a new key when the file does not exist, and write its public half beside it. */
  readonly create?: boolean;
  /** Decrypts an encrypted private key, and encrypts a created one. */
  readonly passphrase?: string | Uint8Array;
}

/** What a cipher package's factory returns: a cipher with its key files, which core never touches. */
export interface KeyedCipher extends Cipher {
  /** A new long-lived key pair in memory. */
  generateIdentity(): Promise<Identity>;
  /** Reads a PKCS#8 PEM file, encrypted or not. Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE. */
  loadIdentity(file: string, options?: LoadIdentityOptions): Promise<Identity>;
  /** Reads an SPKI PEM file. Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE. */
  loadPublicKey(file: string): Promise<PublicKey>;
}
