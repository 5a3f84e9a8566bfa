import { createPublicKey } from "node:crypto";
import type { Encapsulation, Identity, Kem, PublicKey } from "@countersign/core";

/** A KEM with one fault, and the case that must find it. */
export const kemMutants: Record<string, { fails: string; mutate: (kem: Kem) => Kem }> = {
  "cuts the secret": {
    fails: "gives both sides the same secret, of 32 bytes or more",
    mutate: encapsulating((inner) => {
      const { secret, sealed } = inner();
      return { secret: secret.slice(0, 31), sealed };
    }),
  },
  "encapsulates once": {
    fails: "gives a new secret every time, in fresh memory",
    mutate: encapsulating((inner, state) => {
      state.made ??= inner();
      return state.made;
    }),
  },
  "opens a secret once": {
    fails: "opens a secret again, and several at once",
    mutate: decapsulating((inner) => {
      const seen = new Set<string>();
      return (sealed) => {
        if (seen.size === seen.add(sealed.join()).size) throw new Error("seen before");
        return inner(sealed);
      };
    }),
  },
  "has one key for all": {
    fails: "does not give the secret to the holder of another key",
    mutate: (kem) => {
      const only = kem.generate();
      return { ...kem, generate: () => only };
    },
  },
  "does not mind bytes too many": {
    fails: "does not give the secret for anything but what was sealed",
    mutate: decapsulating((inner, bytes) => (sealed) => inner(sealed.slice(0, bytes))),
  },
  "encodes the bare bytes": {
    fails: "encodes a public key as canonical SPKI",
    mutate: (kem) => ({
      ...kem,
      generate: () => withPublicKey(kem.generate(), ({ encoded }) => ({ encoded: encoded.slice(-32) })),
    }),
  },
  "keeps the bytes it imports": {
    fails: "imports a public key, and copies it",
    mutate: (kem) => ({
      ...kem,
      importPublicKey: (encoded) => ({ ...passKey(kem.importPublicKey(encoded)), encoded }),
    }),
  },
  "imports whatever OpenSSL takes for X25519": {
    fails: "refuses to import anything else",
    mutate: (kem) => ({
      ...kem,
      importPublicKey: (encoded) => {
        const key = createPublicKey({ key: Buffer.from(encoded), type: "spki", format: "der" });
        if (key.asymmetricKeyType !== "x25519") throw new Error("not X25519");
        return { encoded: Uint8Array.from(encoded), encapsulate: () => kem.importPublicKey(encoded).encapsulate() };
      },
    }),
  },
  "imports a key and what follows it": {
    fails: "refuses to import anything else",
    mutate: (kem) => ({ ...kem, importPublicKey: (encoded) => kem.importPublicKey(encoded.subarray(0, 44)) }),
  },
};

interface State {
  made?: Encapsulation;
}

function encapsulating(fault: (inner: () => Encapsulation, state: State) => Encapsulation): (kem: Kem) => Kem {
  const faulty = (publicKey: PublicKey) => {
    const state: State = {};
    return { encapsulate: () => fault(() => publicKey.encapsulate(), state) };
  };
  return (kem) => ({ ...kem, generate: () => withPublicKey(kem.generate(), faulty) });
}

type Decapsulate = Identity["decapsulate"];

/** `fault` is given the length of what this KEM seals. */
function decapsulating(fault: (inner: Decapsulate, sealedBytes: number) => Decapsulate): (kem: Kem) => Kem {
  return (kem) => ({
    ...kem,
    generate: () => {
      const identity = kem.generate();
      const sealedBytes = identity.publicKey.encapsulate().sealed.length;
      const decapsulate = fault((sealed) => identity.decapsulate(sealed), sealedBytes);
      return { publicKey: identity.publicKey, decapsulate };
    },
  });
}

function withPublicKey(identity: Identity, fault: (publicKey: PublicKey) => Partial<PublicKey>): Identity {
  const { publicKey } = identity;
  return {
    publicKey: { ...passKey(publicKey), ...fault(publicKey) },
    decapsulate: (sealed) => identity.decapsulate(sealed),
  };
}

function passKey(publicKey: PublicKey): PublicKey {
  return { encoded: publicKey.encoded, encapsulate: () => publicKey.encapsulate() };
}
