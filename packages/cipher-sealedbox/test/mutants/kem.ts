import { createPublicKey } from "node:crypto";
import type { Encapsulation, Identity, Kem, KeyedCipher, PublicKey } from "@countersign/core";

/** One fault, in a KEM's identities or in the public keys it imports, and the case that must find it. */
export interface KemMutant {
  readonly fails: string;
  /** Called once for each cipher. */
  readonly mutateIdentities?: () => (identity: Identity) => Identity;
  readonly mutateImport?: (importPublicKey: Import) => Import;
}

type Import = Kem["importPublicKey"];

export function withServerKem(cipher: KeyedCipher, mutant: KemMutant): KeyedCipher {
  const mutateIdentity = mutant.mutateIdentities?.() ?? same;
  const kem = cipher.serverKem;
  const importPublicKey = (mutant.mutateImport ?? same)(kem.importPublicKey);
  return {
    ...cipher,
    serverKem: { ...kem, importPublicKey },
    generateIdentity: async () => mutateIdentity(await cipher.generateIdentity()),
  };
}

export function withEphemeralKem(cipher: KeyedCipher, mutant: KemMutant): KeyedCipher {
  const mutateIdentity = mutant.mutateIdentities?.() ?? same;
  const kem = cipher.ephemeralKem;
  const importPublicKey = (mutant.mutateImport ?? same)(kem.importPublicKey);
  return { ...cipher, ephemeralKem: { ...kem, importPublicKey, generate: () => mutateIdentity(kem.generate()) } };
}

export const kemMutants: Record<string, KemMutant> = {
  "cuts the secret": {
    fails: "gives both sides the same secret, of 32 bytes or more (C-2)",
    mutateIdentities: encapsulating((inner) => {
      const { secret, sealed } = inner();
      return { secret: secret.slice(0, 31), sealed };
    }),
  },
  "encapsulates once": {
    fails: "gives a new secret every time, in fresh memory (C-3)",
    mutateIdentities: encapsulating((inner, state) => {
      state.made ??= inner();
      return state.made;
    }),
  },
  "opens a secret once": {
    fails: "opens a secret again, and several at once (C-4)",
    mutateIdentities: decapsulating((inner) => {
      const seen = new Set<string>();
      return (sealed) => {
        if (seen.size === seen.add(sealed.join()).size) throw new Error("seen before");
        return inner(sealed);
      };
    }),
  },
  "has one key for all": {
    fails: "does not give the secret to the holder of another key (C-5)",
    mutateIdentities: () => {
      let only: Identity | undefined;
      return (identity) => {
        only ??= identity;
        return only;
      };
    },
  },
  "does not mind bytes too many": {
    fails: "does not give the secret for anything but what was sealed (C-5)",
    mutateIdentities: decapsulating((inner, bytes) => (sealed) => inner(sealed.slice(0, bytes))),
  },
  "encodes the bare bytes": {
    fails: "encodes a public key as canonical SPKI (C-6)",
    mutateIdentities: () => (identity) => withPublicKey(identity, ({ encoded }) => ({ encoded: encoded.slice(-32) })),
  },
  "keeps the bytes it imports": {
    fails: "imports a public key, and copies it (C-7)",
    mutateImport: (inner) => (encoded) => ({ ...passKey(inner(encoded)), encoded }),
  },
  "imports whatever OpenSSL takes for X25519": {
    fails: "refuses to import anything else (C-7)",
    mutateImport: (inner) => (encoded) => {
      const key = createPublicKey({ key: Buffer.from(encoded), type: "spki", format: "der" });
      if (key.asymmetricKeyType !== "x25519") throw new Error("not X25519");
      return { encoded: Uint8Array.from(encoded), encapsulate: () => inner(encoded).encapsulate() };
    },
  },
  "imports a key and what follows it": {
    fails: "refuses to import anything else (C-7)",
    mutateImport: (inner) => (encoded) => inner(encoded.subarray(0, 44)),
  },
};

interface State {
  made?: Encapsulation;
}

type MutateIdentities = NonNullable<KemMutant["mutateIdentities"]>;

function encapsulating(fault: (inner: () => Encapsulation, state: State) => Encapsulation): MutateIdentities {
  return () => (identity) => {
    const state: State = {};
    return withPublicKey(identity, (inner) => ({ encapsulate: () => fault(() => inner.encapsulate(), state) }));
  };
}

type Decapsulate = Identity["decapsulate"];

/** `fault` is given the length of what this KEM seals. */
function decapsulating(fault: (inner: Decapsulate, sealedBytes: number) => Decapsulate): MutateIdentities {
  return () => (identity) => {
    const { publicKey } = identity;
    const sealedBytes = publicKey.encapsulate().sealed.length;
    return { publicKey, decapsulate: fault((sealed) => identity.decapsulate(sealed), sealedBytes) };
  };
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

function same<T>(value: T): T {
  return value;
}
