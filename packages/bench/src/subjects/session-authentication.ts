import { makeVerifier, password, passwords } from "@countersign/auth-scram";
import { type Authenticator, anonymous, anyone, generateSharedKey, sharedKey, sharedKeys } from "@countersign/core";
import type { Invitation } from "./subject.ts";

/** How the client of a session says who it is. */
export interface SessionAuthentication {
  /** In the server's process, once. `invitation`: what a client has to know. */
  serve(): { readonly authenticate: Authenticator<"server">; readonly invitation: Invitation };
  /** In the client's process, once. */
  client(invitation: Invitation): Authenticator<"client">;
}

/** Both sides prove that they hold the same key. */
export const hmac: SessionAuthentication = {
  serve() {
    const key = generateSharedKey();
    return { authenticate: sharedKeys({ bench: key }), invitation: { key } };
  },
  client: ({ key }) => sharedKey("bench", key),
};

/** The server alone proves who it is. */
export const none: SessionAuthentication = {
  serve: () => ({ authenticate: anyone(), invitation: {} }),
  client: anonymous,
};

/** User name and password, with as many iterations as users have by default: the client pays for them at each connect. */
export const scram: SessionAuthentication = {
  serve() {
    const secret = generateSharedKey();
    const verifier = makeVerifier(secret);
    return { authenticate: passwords(() => verifier), invitation: { secret } };
  },
  client: ({ secret }) => password("bench", secret),
};
