import type { Authenticator, Peer } from "../authenticator.ts";
import type { PublicKey } from "../cipher.ts";
import { systemClock } from "../driver/clock.ts";
import { dial } from "../driver/dialler.ts";
import type { SessionDriver, SessionOwner } from "../driver/driver.ts";
import { PeerError } from "../errors.ts";
import { drawClientKeys } from "../handshake/client-keys.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { Limits } from "../limits.ts";
import { SessionObserver } from "../observation/session-observer.ts";
import { DrivenSession } from "./driven-session.ts";
import { keyLogOf } from "./key-log-of.ts";
import { type CommonOptions, checkAuthenticator, checkOptions, invalid, random, unsuitable } from "./options.ts";
import type { Session } from "./session.ts";
import { silentOwner } from "./silent-owner.ts";

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
  const { authenticate, signal } = options;
  checkAuthenticator(authenticate, "client");
  const servers = [options.server].flat();
  if (servers.length === 0) throw invalid("`server` is an empty list: at least one public key is needed.");
  for (const key of servers) {
    if (typeof key?.encapsulate === "function") continue;
    throw unsuitable("`server` is not a public key: cipher.loadPublicKey(file) reads one.", key);
  }
  for (const [index, server] of servers.entries()) {
    signal?.throwIfAborted();
    try {
      return await attempt(options, server, authenticate, limits);
    } catch (error) {
      const other = error instanceof PeerError && error.code === "ERR_COUNTERSIGN_SERVER_KEY";
      if (!other || index === servers.length - 1) throw error;
    }
  }
  throw new Error("unreachable: the last attempt returned or threw");
}

function attempt(
  options: ConnectOptions,
  server: PublicKey,
  authenticator: Authenticator<"client">,
  limits: Limits,
): Promise<Session> {
  const { transport, address, cipher, application = "", clock = systemClock, signal } = options;
  const keyLog = keyLogOf(options);
  const observer = new SessionObserver({
    role: "client",
    transport: transport.name,
    suite: suiteName(cipher),
    address,
  });
  return new Promise((resolve, reject) => {
    let driver: SessionDriver | undefined;
    const abandon = () => {
      reject(signal?.reason);
      driver?.abort(signal?.reason);
    };
    const leave = () => signal?.removeEventListener("abort", abandon);
    const fail = (error: unknown) => {
      leave();
      observer.failed(error);
      reject(error);
    };
    const owner: SessionOwner = {
      ...silentOwner,
      handleEstablished(peer: Peer, binding: Uint8Array) {
        leave();
        observer.established(peer);
        const established = driver as SessionDriver;
        const session = new DrivenSession(established, limits, observer, peer, binding);
        established.owner = session;
        resolve(session);
      },
      handleClosed: fail,
    };
    dial(
      {
        transport,
        address,
        clock,
        signal,
        draw: () => drawClientKeys(cipher, server),
        configure: (traits, startedAt, keys) => ({
          role: "client",
          cipher,
          traits,
          limits,
          application,
          random,
          startedAt,
          keyLog,
          server,
          keys,
          authenticator,
        }),
      },
      (opened) => {
        driver = opened;
        signal?.addEventListener("abort", abandon, { once: true });
        return owner;
      },
    ).catch(fail);
  });
}
