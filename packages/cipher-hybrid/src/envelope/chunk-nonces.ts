/**
 * The nonces of one envelope's chunks (spec: E-5): a counter of 11 bytes, then 1 for the last chunk and 0 for every
 * other. This is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance", CRYPTO 2015) without a random prefix: the key is fresh already.
 */
export class ChunkNonces {
  #used = 0;

  get used(): number {
    return this.#used;
  }

  next(last: boolean): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(this.#used, 5, 6);
    nonce[11] = last ? 1 : 0;
    this.#used += 1;
    return nonce;
  }
}
