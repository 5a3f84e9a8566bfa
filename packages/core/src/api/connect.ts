import type { Authenticator } from "../authenticator.ts";
import type { PublicKey } from "../cipher.ts";
import { systemClock } from "../driver/clock.ts";
import { inquire } from "../driver/inquirer.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { ServerKeySource } from "../server-key-source.ts";
import { attempt } from "./attempt.ts";
import { connectBySource } from "./first-contact.ts";
import { keyLogOf } from "./key-log-of.ts";
import { KeyRace } from "./key-race.ts";
import { type CommonOptions, checkAuthenticator, checkOptions, invalid, random, unsuitable } from "./options.ts";
import type { Session } from "./session.ts";

export interface ConnectOptions extends CommonOptions {
  /**
   * The server's public key, or several while it changes: they are tried in turn. Or where such keys are kept, and new
   * ones accepted: `knownServers(file, …)` of @countersign/known-servers.
   */
  readonly server: PublicKey | readonly PublicKey[] | ServerKeySource;
  /** Who we are: `sharedKey`, or `anonymous`. */
  readonly authenticate: Authenticator<"client">;
}

/**
 * Opens a session with the server that holds the private half of `server`. Resolves when both sides are authenticated.
 * Rejects with UsageError, PeerError or LinkError, or with the signal's reason.
 */
export async function connect(options: ConnectOptions): Promise<Session> {
  const limits = checkOptions(options, ["server", "authenticate"]);
  const { transport, address, cipher, authenticate, application = "", clock = systemClock, server, signal } = options;
  checkAuthenticator(authenticate, "client");
  const common = { transport, address, cipher, authenticator: authenticate, application, limits, clock };
  const open = (keys: readonly PublicKey[]) => {
    const race = new KeyRace(keys, (key, lane) => {
      return attempt({ ...common, keyLog: keyLogOf(options), server: key, ...lane });
    });
    return race.run(signal);
  };
  if (!isSource(server)) return open(checkKeys(server));
  const { handshakeTimeoutMs } = limits;
  return connectBySource({
    source: server,
    place: { transport: transport.name, address, suite: suiteName(cipher) },
    cipher,
    authenticator: authenticate,
    handshakeTimeoutMs,
    signal,
    inquire: (timeoutMs) => inquire({ transport, address, cipher, clock, random, timeoutMs, signal }),
    open,
  });
}

function isSource(server: ConnectOptions["server"]): server is ServerKeySource {
  const { pinned, meet, remember } = (server ?? {}) as Partial<ServerKeySource>;
  if (typeof pinned !== "function") return false;
  if (typeof meet === "function" && typeof remember === "function") return true;
  throw invalid("`server` is no source of keys: it has `pinned`, but not `meet` and `remember` too.");
}

function checkKeys(server: PublicKey | readonly PublicKey[]): readonly PublicKey[] {
  const keys = [server].flat();
  if (keys.length === 0) throw invalid("`server` is an empty list: at least one public key is needed.");
  for (const key of keys) {
    if (typeof key?.encapsulate === "function") continue;
    throw unsuitable("`server` is not a public key: cipher.loadPublicKey(file) reads one.", key);
  }
  return keys;
}
