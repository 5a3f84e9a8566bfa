import { utf8 } from "../bytes.ts";
import type { Cipher } from "../cipher.ts";
import { deriveKey, hashBytes, hkdfExtract } from "../key-schedule/hkdf.ts";
import { SymmetricState } from "../key-schedule/symmetric-state.ts";
import type { Parameters } from "./parameters.ts";

/** The transcript before the first message: suite, application and the server's public key (spec: H-1). */
export function beginTranscript(cipher: Cipher, application: string, serverKey: Uint8Array): SymmetricState {
  const state = new SymmetricState(cipher);
  state.mixHash(utf8(application));
  state.mixHash(serverKey);
  return state;
}

/** What a finished handshake yields. Only now is there anything that seals packets. */
export interface HandshakeResult {
  /** Goes on to cover every authentication message. */
  readonly state: SymmetricState;
  readonly peer: Parameters;
  readonly challenge: Uint8Array;
  /** In the clear, chosen by the client: names this session to who has seen its HELLO. */
  readonly clientId: Uint8Array;
}

/** The two directions' secrets of an epoch, and what the session offers to protocols above. */
export interface TrafficSecrets {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
  readonly exporter: Uint8Array;
}

/** The keys that protect authentication, and the binding that its proofs cover (spec: K-4). */
export function authenticationSecrets({ chainingKey, transcript }: SymmetricState) {
  return {
    binding: deriveKey(chainingKey, "binding", transcript),
    client: deriveKey(chainingKey, "auth c2s", transcript),
    server: deriveKey(chainingKey, "auth s2c", transcript),
  };
}

/** The keys for everything after authentication, whose every message `state` now covers (spec: K-5). */
export function dataSecrets(state: SymmetricState, mechanismSecret: Uint8Array): TrafficSecrets {
  const chainingKey = hkdfExtract(state.chainingKey, mechanismSecret);
  return {
    client: deriveKey(chainingKey, "data c2s", state.transcript),
    server: deriveKey(chainingKey, "data s2c", state.transcript),
    exporter: deriveKey(chainingKey, "exporter", state.transcript),
  };
}

/** What was decapsulated, if it is fit for use: long enough, and not the zeros of a degenerate key agreement. */
export function usableSecret(secret: unknown): Uint8Array | undefined {
  const fit = secret instanceof Uint8Array && secret.length >= hashBytes && secret.some((byte) => byte !== 0);
  return fit ? secret : undefined;
}
