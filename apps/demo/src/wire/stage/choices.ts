import { makeVerifier, password, passwords } from "@countersign/auth-scram";
import {
  type Authenticator,
  anonymous,
  anyone,
  generateSharedKey,
  sharedKey,
  sharedKeys,
  type Transport,
  UsageError,
} from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { udp } from "@countersign/transport-udp";
import { type CipherName, cipherNames } from "../../ciphers.ts";
import { type TransportName, transportNames } from "../../transports.ts";
import type { Choice, Choices, Settings } from "../protocol.ts";

/** What the two ends know of each other, made for one conversation. */
export interface Credentials {
  readonly client: Authenticator<"client">;
  readonly server: Authenticator<"server">;
  /** Who says that it is the same client, and does not know what the client knows. */
  readonly impostor?: Authenticator<"client">;
  /** Long-lived secrets beside the server's key, which a thief may find too. */
  readonly stored: readonly { readonly name: string; readonly bytes: Buffer }[];
}

interface Authentication {
  readonly choice: Choice;
  make(): Promise<Credentials>;
}

/** How a client can say who it is. The page offers what stands here. */
const authentications: readonly Authentication[] = [
  {
    choice: {
      id: "shared-key",
      label: "Shared key",
      about: "Client and server hold the same 32 random bytes, and prove it to each other without sending them.",
    },
    async make() {
      const key = generateSharedKey();
      return {
        client: sharedKey(clientName, key),
        server: sharedKeys({ [clientName]: key }),
        impostor: sharedKey(clientName, generateSharedKey()),
        stored: [{ name: "the shared key", bytes: Buffer.from(key, "base64url") }],
      };
    },
  },
  {
    choice: {
      id: "password",
      label: "User and password",
      about: "SCRAM: the password is never sent, and the server keeps nothing that logs anybody in.",
    },
    async make() {
      const secret = generateSharedKey();
      const iterations = quickIterations;
      const verifier = await makeVerifier(secret, { iterations });
      return {
        client: password(clientName, secret),
        server: passwords((name) => (name === clientName ? verifier : undefined), { iterations }),
        impostor: password(clientName, "correct horse battery staple"),
        stored: [
          { name: "the password", bytes: Buffer.from(secret) },
          { name: "the server's verifier of it", bytes: Buffer.from(verifier) },
        ],
      };
    },
  },
  {
    choice: { id: "none", label: "None", about: "Anyone may come in. The client still knows the server by its key." },
    make: async () => ({ client: anonymous(), server: anyone(), stored: [] }),
  },
];

const clientName = "alice";

/** As few rounds as SCRAM allows: nobody waits here for a password that is used once. */
const quickIterations = 4_096;

/** As they are elsewhere, but for datagrams, which are as large as an Ethernet carries and not as large as loopback does. */
export const transports: Readonly<Record<TransportName, () => Transport>> = {
  tcp: () => tcp(),
  udp: () => udp({ maxPacketBytes: 1_444 }),
};

const transportChoices: Readonly<Record<TransportName, Omit<Choice, "id">>> = {
  tcp: { label: "TCP", about: "A reliable stream: a packet that does not open ends the session." },
  udp: { label: "UDP", about: "Datagrams that may get lost: a packet that does not open is counted and forgotten." },
};

const cipherChoices: Readonly<Record<CipherName, Omit<Choice, "id">>> = {
  hybrid: { label: "RSA + AES", about: "RSA-OAEP for the server's key, X25519 for this session, AES-256-GCM." },
  "sealed-box": { label: "Sealed box", about: "libsodium's sealed box, X25519 for this session, ChaCha20-Poly1305." },
};

export const choices: Choices = {
  transport: transportNames.map((id) => ({ id, ...transportChoices[id] })),
  cipher: cipherNames.map((id) => ({ id, ...cipherChoices[id] })),
  authentication: authentications.map(({ choice }) => choice),
};

export const defaultSettings: Settings = { transport: "tcp", cipher: "hybrid", authentication: "shared-key" };

/** Throws UsageError when there is no such authentication. */
export function credentialsFor(id: string): Promise<Credentials> {
  const found = authentications.find(({ choice }) => choice.id === id);
  if (!found) throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `There is no authentication "${id}".`);
  return found.make();
}
