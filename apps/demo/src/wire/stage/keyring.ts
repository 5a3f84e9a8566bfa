import type { Cipher, Identity } from "@countersign/core";

/**
 * The secrets of one conversation, which no real program keeps. The page opens packets with them, to show what the two
 * ends read; an attack gets only those that it says it has.
 */
export class Keyring {
  readonly serverKey: Identity;
  /** What the client's and the server's one-time keys agreed on; both ends have overwritten theirs. */
  ephemeralSecret: Buffer | undefined;
  /** Secrets of epoch 1, from the key log (spec: K-7). */
  readonly data: { client?: Buffer; server?: Buffer } = {};

  constructor(serverKey: Identity) {
    this.serverKey = serverKey;
  }

  /** Takes a line of the client's key log. */
  readonly note = (line: string): void => {
    const [label, , secret = ""] = line.split(" ");
    if (label === "COUNTERSIGN_DATA_C2S") this.data.client = Buffer.from(secret, "hex");
    if (label === "COUNTERSIGN_DATA_S2C") this.data.server = Buffer.from(secret, "hex");
  };

  /** The same cipher for the client, whose secret of this one handshake is kept here. */
  watch(cipher: Cipher): Cipher {
    const generate = () => {
      const identity = cipher.ephemeralKem.generate();
      const decapsulate = (sealed: Uint8Array) => {
        const secret = identity.decapsulate(sealed) as Uint8Array;
        this.ephemeralSecret = Buffer.from(secret);
        return secret;
      };
      return { publicKey: identity.publicKey, decapsulate };
    };
    return { ...cipher, ephemeralKem: { ...cipher.ephemeralKem, generate } };
  }
}
