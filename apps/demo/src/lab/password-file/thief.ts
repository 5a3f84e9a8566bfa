import { createHash, createHmac } from "node:crypto";
import type { AuthContext, Authenticator } from "@countersign/core";

/**
 * A client of `scram-sha-256` (RFC 5802 §3; docs/spec/authentication.md) that has no password, but StoredKey, which is
 * what the server keeps: the hash of ClientKey, which only the password gives. A thief can but try StoredKey in its place.
 */
export function thief(name: string, storedKey: Buffer, clientKey = storedKey): Authenticator<"client"> {
  const begin = (context: AuthContext) => exchange(context, name, storedKey, clientKey);
  return { role: "client", mechanism: "scram-sha-256", begin };
}

function exchange(context: AuthContext, name: string, storedKey: Buffer, clientKey: Buffer) {
  const bare = `n=${name},r=${Buffer.from(context.random(24)).toString("base64")}`;
  const steps = [
    () => gs2Header + bare,
    (challenge: string) => {
      const [nonce] = challenge.split(",");
      const channel = Buffer.concat([Buffer.from(gs2Header), context.binding, context.challenge]);
      const withoutProof = `c=${channel.toString("base64")},${nonce}`;
      const signature = hmac(storedKey, `${bare},${challenge},${withoutProof}`);
      return `${withoutProof},p=${xor(clientKey, signature).toString("base64")}`;
    },
  ];
  return {
    step(received: Uint8Array) {
      const next = steps.shift();
      if (!next) return { kind: "done", result: { peer: { mechanism: "scram-sha-256" } } } as const;
      return { kind: "continue", send: Buffer.from(next(Buffer.from(received).toString())) } as const;
    },
  };
}

const gs2Header = "p=countersign-exporter,,";

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] as number)));
}

export function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
