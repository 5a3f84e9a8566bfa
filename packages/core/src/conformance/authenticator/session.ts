import { randomBytes } from "node:crypto";
import type { AuthContext } from "../../authenticator.ts";
import { challengeBytes } from "../../wire.ts";
import { pattern } from "../pattern.ts";

/** What distinguishes one session from every other. */
export interface AuthSession {
  readonly binding: Uint8Array;
  readonly challenge: Uint8Array;
  /** Begins a source of randomness for one side. */
  readonly source: (role: AuthContext["role"]) => AuthContext["random"];
  /** What becomes of the name that a server says its client claims; by default it may go on. */
  readonly claim?: AuthContext["claim"];
}

const bindingBytes = 32;

export function newSession(): AuthSession {
  return {
    binding: randomBytes(bindingBytes),
    challenge: randomBytes(challengeBytes),
    source: () => (bytes) => randomBytes(bytes),
  };
}

/** A session in which a side draws the same bytes each time it begins: what keeps its proofs apart is the session. */
export function repeatableSession(): AuthSession {
  const source = (role: AuthContext["role"]) => {
    let draws = role.length;
    return (bytes: number) => pattern(bytes, draws++);
  };
  return { ...newSession(), source };
}

/** Each side gets memory of its own. */
export function contextIn({ binding, challenge, source, claim }: AuthSession, role: AuthContext["role"]): AuthContext {
  const shared = { binding: Uint8Array.from(binding), challenge: Uint8Array.from(challenge) };
  return { role, ...shared, random: source(role), ...(claim && role === "server" && { claim }) };
}

/** The same session but for one bit of its binding or challenge. */
export function almost(session: AuthSession, field: "binding" | "challenge", at: number): AuthSession {
  const bytes = Uint8Array.from(session[field]);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return { ...session, [field]: bytes };
}
