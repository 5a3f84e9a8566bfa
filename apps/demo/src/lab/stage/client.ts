import {
  type Authenticator,
  anonymous,
  type Cipher,
  connect,
  type PublicKey,
  type Session,
  type Transport,
} from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";

export interface ClientOptions {
  readonly transport?: Transport;
  readonly address: string;
  readonly cipher: Cipher;
  readonly server: PublicKey;
  /** By default the client stays anonymous. */
  readonly authenticate?: Authenticator<"client">;
}

/** A client of ours, as a lab needs it. Rejects as `connect` does. */
export function dial({ transport = tcp(), authenticate = anonymous(), ...options }: ClientOptions): Promise<Session> {
  return connect({ ...options, transport, authenticate, signal: AbortSignal.timeout(10_000) });
}

/** Closes a session that an attack may have ended already, which is for the other side to tell. */
export async function leave(session: Session): Promise<void> {
  await session.close({ timeout: 2_000 }).catch(() => session.abort());
}
