import { hybrid } from "@countersign/cipher-hybrid";
import { sealedBox } from "@countersign/cipher-sealedbox";
import { type Authenticator, anonymous, anyone, generateSharedKey, sharedKey, sharedKeys } from "@countersign/core";
import { memory } from "@countersign/core/testing";
import { tcp } from "@countersign/transport-tcp";
import { udp } from "@countersign/transport-udp";

const key = generateSharedKey();

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

export const authentications: Readonly<Record<"hmac-sha256" | "none", () => Authentication>> = {
  "hmac-sha256": () => ({ client: sharedKey("alice", key), server: sharedKeys({ alice: key }) }),
  none: () => ({ client: anonymous(), server: anyone() }),
};
