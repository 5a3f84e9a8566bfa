import { timingSafeEqual } from "node:crypto";
import type { AuthContext, Authenticator, LookUp, Secret } from "../authenticator.ts";
import { ByteReader, concat, lv8, readUtf8, utf8 } from "../bytes.ts";
import { PeerError, UsageError } from "../errors.ts";
import { deriveKey, hmacSha256 } from "../key-schedule/hkdf.ts";
import { readSharedKey, sharedKeyBytes } from "./shared-key.ts";

const mechanism = "hmac-sha256";

/**
 * The client's half of mutual HMAC challenge-response (spec: A-2): it proves to hold `key`, and learns that the
 * server does. Throws UsageError for a missing or weak key, or a name that is empty or longer than 255 bytes.
 */
export function sharedKey(name: string, key: Secret): Authenticator<"client"> {
  if (typeof name !== "string") throw invalid("A client's name is text: sharedKey(name, key).");
  const who = utf8(name);
  if (who.length < 1 || who.length > 255) throw invalid("A client's name has 1 to 255 bytes in UTF-8.");
  const secret = readSharedKey(key, name);
  return {
    role: "client",
    mechanism,
    serverProof: "secret",
    begin(context) {
      const keys = keysFrom(secret, context);
      const nonce = context.random(nonceBytes);
      const begin = () => {
        const proof = proofOf("client", keys.proof, context, nonce, who);
        return { kind: "continue", send: concat(nonce, proof, lv8(who)) } as const;
      };
      const verify = (received: Uint8Array) => {
        if (!equal(received, proofOf("server", keys.proof, context, nonce, who))) {
          throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "The server does not hold our shared key.");
        }
        return { kind: "done", result: { peer: { mechanism }, secret: keys.mix } } as const;
      };
      let step: (received: Uint8Array) => ReturnType<typeof begin> | ReturnType<typeof verify> = () => {
        step = verify;
        return begin();
      };
      return { step: (received) => step(received) };
    },
  };
}

/**
 * The server's half: `keys` has a shared key for each name, or looks one up. A name that is not known takes the same
 * way as a wrong key, with a key made up for it (spec: A-5). Keys in an object are checked at once; one that a look-up
 * returns and that is weak refuses the client. Throws UsageError for a missing or weak key, and for a Map or a list.
 */
export function sharedKeys(keys: Readonly<Record<string, Secret>> | LookUp): Authenticator<"server"> {
  const lookUp = typeof keys === "function" ? keys : lookUpIn(keys);
  return {
    role: "server",
    mechanism,
    begin: (context) => ({
      async step(received) {
        const reader = new ByteReader(received);
        const nonce = reader.take(nonceBytes);
        const proof = reader.take(proofBytes);
        const who = reader.take(reader.u8());
        reader.end();
        const name = readUtf8(who);
        await context.claim?.(name); // spec: A-22
        const found = (await lookUp(name)) ?? undefined;
        const secret = found === undefined ? context.random(sharedKeyBytes) : readSharedKey(found, name);
        const { proof: proofKey, mix } = keysFrom(secret, context);
        const proven = equal(proof, proofOf("client", proofKey, context, nonce, who));
        if (!proven || found === undefined) {
          throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "The client does not hold the key of that name.");
        }
        const answer = proofOf("server", proofKey, context, nonce, who);
        return { kind: "done", send: answer, result: { peer: { name, mechanism }, secret: mix } };
      },
    }),
  };
}

const nonceBytes = 32;
const proofBytes = 32;

function lookUpIn(keys: Readonly<Record<string, Secret>>): LookUp {
  if (typeof keys !== "object" || keys === null || Symbol.iterator in keys) {
    throw invalid("`keys` is neither an object with a key for each name, nor a function that looks one up.");
  }
  const known = new Map(Object.entries(keys).map(([name, key]) => [name, readSharedKey(key, name)]));
  return (name) => known.get(name);
}

/** Proving and mixing never use the same key, and both only in this session. */
function keysFrom(secret: Uint8Array, { binding }: AuthContext) {
  return { proof: deriveKey(secret, "proof", binding), mix: deriveKey(secret, "mix", binding) };
}

/** The role comes first, so that neither side's proof can be sent back to it. */
function proofOf(role: "client" | "server", key: Uint8Array, context: AuthContext, nonce: Uint8Array, who: Uint8Array) {
  return hmacSha256(key, utf8(role), context.binding, context.challenge, nonce, who);
}

function equal(received: Uint8Array, expected: Uint8Array): boolean {
  return received.length === expected.length && timingSafeEqual(received, expected);
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
