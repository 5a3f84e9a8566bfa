import { connect, type Identity, type KeyedCipher, listen, type Server, type Session } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { expect } from "vitest";
import { type Authentication, authentications, ciphers } from "./combinations.ts";

/** An echo server, and one session on it that must not notice anything that happens beside it. */
export interface Scene extends AsyncDisposable {
  readonly cipher: KeyedCipher;
  readonly identity: Identity;
  readonly server: Server;
  /** The codes of those who were turned away so far. */
  readonly refusals: string[];
  /** The errors with which accepted sessions ended. */
  readonly endings: string[];
  /** Fails when the witness's session was disturbed. */
  expectUndisturbed(): Promise<void>;
}

const limits = { handshakeTimeoutMs: 1_000, refusalFloorMs: 20 };

export async function scene(cipherName: keyof typeof ciphers): Promise<Scene> {
  const cipher = await ciphers[cipherName]();
  const identity = await identityOf(cipherName, cipher);
  const { client: authenticate, server: authenticator } = parties();
  const server = await listen({
    transport: tcp(),
    address: "127.0.0.1:0",
    cipher,
    identity,
    authenticate: authenticator,
    limits,
  });
  const refusals: string[] = [];
  const endings: string[] = [];
  server.on("refused", (error) => refusals.push(codeOf(error)));
  server.on("session", (session) => {
    session.on("close", (error) => error && endings.push(codeOf(error)));
    session.on("message", (message) => void session.send(message));
  });
  const witness = await connect({
    transport: tcp(),
    address: server.address,
    cipher,
    server: identity.publicKey,
    authenticate,
  });
  return {
    cipher,
    identity,
    server,
    refusals,
    endings,
    expectUndisturbed: () => expectEcho(witness),
    async [Symbol.asyncDispose]() {
      await witness.close();
      await server.close({ drain: 10 });
    },
  };
}

export function parties(): Authentication {
  return authentications["hmac-sha256"]();
}

async function expectEcho(session: Session): Promise<void> {
  await session.send("are you there?");
  for await (const message of session) {
    expect(message.toString()).toBe("are you there?");
    return;
  }
  expect.fail("the session ended");
}

/** A code in full. */
export const long = (code: string) => `ERR_COUNTERSIGN_${code}`;

/** The code of one of our errors; anything else is a failure. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: string };
  if (!code?.startsWith("ERR_COUNTERSIGN_")) throw error;
  return code;
}

const identities = new Map<string, Promise<Identity>>();

function identityOf(name: string, cipher: KeyedCipher): Promise<Identity> {
  const made = identities.get(name) ?? cipher.generateIdentity();
  identities.set(name, made);
  return made;
}
