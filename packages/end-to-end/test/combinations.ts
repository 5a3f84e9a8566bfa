import { generateKeyPairSync } from "node:crypto";
import { publicKeys, signature } from "@countersign/auth-publickey";
import { makeVerifier, password, passwords } from "@countersign/auth-scram";
import { hybrid } from "@countersign/cipher-hybrid";
import { sealedBox } from "@countersign/cipher-sealedbox";
import { type Authenticator, anonymous, anyone, generateSharedKey, sharedKey, sharedKeys } from "@countersign/core";
import { memory } from "@countersign/core/testing";
import { tcp } from "@countersign/transport-tcp";
import { udp } from "@countersign/transport-udp";

const key = generateSharedKey();
const { privateKey, publicKey } = generateKeyPairSync("ed25519");

/** As few iterations as there may be: the exam logs in hundreds of times. */
const verifier = await makeVerifier(key, { iterations: 4_096 });

/** Everything that can be exchanged. RSA-2048 for speed: the size is a property of the key, not of the protocol. */
export const transports = {
  memory: () => ({ transport: memory(), address: "memory:0" }),
  tcp: () => ({ transport: tcp(), address: "127.0.0.1:0" }),
  udp: () => ({ transport: udp(), address: "127.0.0.1:0" }),
};

export const ciphers = {
  hybrid: async () => hybrid({ modulusBits: 2048 }),
  "sealed-box": () => sealedBox(),
};

export interface Authentication {
  readonly client: Authenticator<"client">;
  readonly server: Authenticator<"server">;
}

export const authentications: Readonly<
  Record<"hmac-sha256" | "scram-sha-256" | "ed25519" | "none", () => Authentication>
> = {
  "hmac-sha256": () => ({ client: sharedKey("alice", key), server: sharedKeys({ alice: key }) }),
  "scram-sha-256": () => ({
    client: password("alice", key),
    server: passwords((name) => (name === "alice" ? verifier : undefined)),
  }),
  ed25519: () => ({ client: signature("alice", privateKey), server: publicKeys({ alice: publicKey }) }),
  none: () => ({ client: anonymous(), server: anyone() }),
};
