import type { Authenticator } from "../authenticator.ts";
import type { PublicKey } from "../cipher.ts";
import { systemClock } from "../driver/clock.ts";
import { attempt } from "./attempt.ts";
import { keyLogOf } from "./key-log-of.ts";
import { KeyRace } from "./key-race.ts";
import { type CommonOptions, checkAuthenticator, checkOptions, invalid, unsuitable } from "./options.ts";
import type { Session } from "./session.ts";

export interface ConnectOptions extends CommonOptions {
  /** The server's public key, or several while it changes: they are tried in turn. */
  readonly server: PublicKey | readonly PublicKey[];
  /** Who we are: `sharedKey`, or `anonymous`. */
  readonly authenticate: Authenticator<"client">;
}

/**
 * Opens a session with the server that holds the private half of `server`. Resolves when both sides are authenticated.
 * Rejects with UsageError, PeerError or LinkError, or with the signal's reason.
 */
export async function connect(options: ConnectOptions): Promise<Session> {
  const limits = checkOptions(options, ["server", "authenticate"]);
  const { transport, address, cipher, authenticate, application = "", clock = systemClock } = options;
  checkAuthenticator(authenticate, "client");
  const servers = [options.server].flat();
  if (servers.length === 0) throw invalid("`server` is an empty list: at least one public key is needed.");
  for (const key of servers) {
    if (typeof key?.encapsulate === "function") continue;
    throw unsuitable("`server` is not a public key: cipher.loadPublicKey(file) reads one.", key);
  }
  const common = { transport, address, cipher, authenticator: authenticate, application, limits, clock };
  const race = new KeyRace(servers, (server, lane) => {
    return attempt({ ...common, keyLog: keyLogOf(options), server, ...lane });
  });
  return race.run(options.signal);
}
