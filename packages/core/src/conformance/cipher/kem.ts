import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import type { Identity, Kem } from "../../cipher.ts";
import type { Cases } from "../cases.ts";
import { pattern } from "../pattern.ts";
import { assertOtherBytes, assertSameBytes } from "../same-bytes.ts";

import { x25519Traps } from "./x25519-traps.ts";

/** A KEM under examination, and two identities that all cases share: it may take seconds to find a key. */
export interface ExaminedKem {
  kem(): Promise<Kem>;
  identity(): Promise<Identity>;
  stranger(): Promise<Identity>;
}

/** What `Kem`, `PublicKey` and `Identity` promise. */
export const kemCases: Cases<ExaminedKem> = {
  "gives both sides the same secret, of 32 bytes or more (C-2)": async ({ identity }) => {
    const { secret, sealed } = (await identity()).publicKey.encapsulate();
    assert.ok(secret.length >= 32);
    assertSameBytes(await decapsulate(await identity(), sealed), secret, "the secret");
  },

  "gives a new secret every time, in fresh memory (C-3)": async ({ identity }) => {
    const { publicKey } = await identity();
    const first = publicKey.encapsulate();
    const kept = Uint8Array.from(first.secret);
    first.sealed.fill(0);
    const second = publicKey.encapsulate();
    assertSameBytes(first.secret, kept, "the first secret, later");
    assertOtherBytes(second.secret, kept, "the second secret");
    first.secret.fill(0);
    assertSameBytes(await decapsulate(await identity(), second.sealed), second.secret, "the second secret");
  },

  "opens a secret again, and several at once (C-4)": async ({ identity }) => {
    const { publicKey } = await identity();
    const made = [1, 2, 3].map(() => publicKey.encapsulate());
    const opened = [...made, ...made].map(async ({ sealed }) => decapsulate(await identity(), sealed));
    for (const [index, bytes] of (await Promise.all(opened)).entries()) {
      assertSameBytes(bytes, made[index % made.length]?.secret ?? pattern(0), `secret ${index}`);
    }
  },

  "does not give the secret to the holder of another key (C-5)": async ({ identity, stranger }) => {
    const { secret, sealed } = (await identity()).publicKey.encapsulate();
    assertOtherBytes(await decapsulate(await stranger(), sealed), secret, "the secret");
  },

  "does not give the secret for anything but what was sealed (C-5)": async ({ identity }) => {
    const { secret, sealed } = (await identity()).publicKey.encapsulate();
    const others: Uint8Array[] = [
      new Uint8Array(),
      sealed.slice(0, -1),
      Uint8Array.of(...sealed, 0),
      new Uint8Array(sealed.length),
    ];
    for (let at = 0; at < sealed.length; at += 7) others.push(withBitChanged(sealed, at));
    for (const other of others) {
      assertOtherBytes(await decapsulate(await identity(), other), secret, "the secret");
    }
  },

  "encodes a public key as canonical SPKI (C-6)": async ({ identity, stranger }) => {
    const { encoded } = (await identity()).publicKey;
    const spki = { type: "spki", format: "der" } as const;
    const again = createPublicKey({ key: Buffer.from(encoded), ...spki }).export(spki);
    assertSameBytes(again, encoded, "what OpenSSL encodes");
    assertOtherBytes((await stranger()).publicKey.encoded, encoded, "another public key");
  },

  "imports a public key, and copies it (C-7)": async ({ kem, identity }) => {
    const { encoded } = (await identity()).publicKey;
    const bytes = Uint8Array.from(encoded);
    const imported = (await kem()).importPublicKey(bytes);
    bytes.fill(0);
    assertSameBytes(imported.encoded, encoded, "the imported key");
    const { secret, sealed } = imported.encapsulate();
    assertSameBytes(await decapsulate(await identity(), sealed), secret, "the secret");
  },

  "refuses to import anything else (C-7)": async ({ kem, identity }) => {
    const made = await kem();
    for (const other of otherThan((await identity()).publicKey.encoded)) {
      assert.throws(() => made.importPublicKey(other), Error, `imported ${Buffer.from(other).toString("hex")}`);
    }
  },
};

/** Bytes that are not exactly one public key of the KEM that made `encoded`. */
function otherThan(encoded: Uint8Array): Uint8Array[] {
  const signing = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
  const header = [...Array(12).keys()].map((at) => withBitChanged(encoded, at));
  const whole = Uint8Array.from(encoded);
  const lengths = [new Uint8Array(), whole.slice(0, -1), Uint8Array.of(...whole, 0)];
  return [...lengths, ...header, pattern(encoded.length), signing, ...x25519Traps()];
}

async function decapsulate(identity: Identity, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return Uint8Array.from(await identity.decapsulate(Uint8Array.from(sealed)));
  } catch {
    return undefined;
  }
}

function withBitChanged(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
