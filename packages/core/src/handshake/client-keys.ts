import type { Cipher, Encapsulation, Identity, PublicKey } from "../cipher.ts";

/** What a client draws for one handshake, before it knows anything of the link. */
export interface ClientKeys {
  readonly ephemeral: Identity;
  /** Its secret is overwritten when it is used. */
  readonly encapsulation: Encapsulation;
}

export function drawClientKeys(cipher: Cipher, server: PublicKey): ClientKeys {
  return { ephemeral: cipher.ephemeralKem.generate(), encapsulation: server.encapsulate() };
}
