import { keyHint } from "../strangers-peer/handshake.ts";
import { derive, SymmetricState } from "../strangers-peer/key-schedule.ts";
import { Direction } from "../strangers-peer/packets.ts";
import { suites } from "../strangers-peer/suites.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { serverKey } from "./server-keys.ts";

/** X of K-1, for every label. */
export function derivations(): VectorFile {
  const [secret, context] = [draw("derived from"), draw("derived with")];
  const result = "ok";
  const withContext = ["binding", "auth c2s", "auth s2c", "data c2s", "data s2c", "exporter", "proof", "mix"];
  const without = [["key", 32], ["iv", 12], ["next", 32]] as const; // biome-ignore format: a table
  return {
    origin: ours("X(secret, label, context) of docs/spec/key-schedule.md: K-1, with every label of the protocol."),
    vectors: [
      ...withContext.map((label) => ({
        comment: `The label "${label}", with a context.`,
        secret,
        label,
        context,
        bytes: 32,
        key: derive(secret, label, context),
        result,
      })),
      ...without.map(([label, bytes]) => ({
        comment: `The label "${label}", without a context.`,
        secret,
        label,
        context: Buffer.alloc(0),
        bytes,
        key: derive(secret, label, "", bytes),
        result,
      })),
      {
        comment: "The end of a label is not the beginning of a context.",
        secret,
        label: "data c2",
        context: Buffer.from("s"),
        bytes: 32,
        key: derive(secret, "data c2", "s"),
        result,
      },
    ],
  };
}

/** Keys and nonces of packets far into a session. */
export function keyChains(): VectorFile {
  const secret = draw("secret of a direction");
  const direction = new Direction("aes-256-gcm", secret, 1, false);
  const numbers = [0, 1, 255, 256, 65_535, 2 ** 20 - 1, 2 ** 20, 2 ** 21 - 1, 2 ** 21, 2 ** 22];
  return {
    origin: ours("Keys and nonces of one direction by packet number, docs/spec/packets.md: P-4 and P-5."),
    common: { secret },
    vectors: numbers.map((number) => {
      const { key, iv, next } = direction.keys(number);
      const generation = Math.floor(number / 2 ** 20);
      const comment = `Packet ${number} has key ${generation}.`;
      return { comment, number, generation, key, iv, next, nonce: direction.nonce(number), result: "ok" };
    }),
  };
}

/** The symmetric state, call by call. */
export function symmetricStates(): VectorFile {
  return {
    origin: ours("Calls of the symmetric state, docs/spec/key-schedule.md: K-2 and K-3."),
    vectors: Object.values(suites).map(({ aead, name }) => {
      const state = new SymmetricState(aead, name);
      const [head, secret, plaintext] = [Buffer.from("a head"), draw("mixed secret"), Buffer.from("a payload")];
      state.mixHash(head, "head");
      state.mixKey(secret, "secret");
      const sealed = state.encryptAndHash(plaintext, "sealed");
      state.mixKey(Buffer.alloc(32, 1), "32 bytes of 01");
      const empty = state.encryptAndHash(Buffer.alloc(0), "sealedEmpty");
      const comment = "MixHash, MixKey, EncryptAndHash, and the last two again for an empty plaintext.";
      return {
        comment,
        suite: name,
        head,
        secret,
        plaintext,
        sealed,
        sealedEmpty: empty,
        steps: state.log,
        result: "ok",
      };
    }),
  };
}

/** What else is computed from keys. */
export function keyHints(): VectorFile {
  return {
    origin: ours("Key hints, docs/spec/handshake.md: H-5."),
    vectors: (["hybrid", "sealed-box"] as const).flatMap((suite) =>
      [draw("hinting client", 8), Buffer.alloc(8)].map((clientId) => {
        const { publicKey } = serverKey(suite);
        const comment = `The server's key of ${suite}.`;
        return { comment, clientId, serverPublicKey: publicKey, keyHint: keyHint(clientId, publicKey), result: "ok" };
      }),
    ),
  };
}
