import type { Authenticator } from "../authenticator.ts";
import type { Cipher, Identity } from "../cipher.ts";
import { type Clock, systemClock } from "../driver/clock.ts";
import { SessionListener } from "../driver/listener.ts";
import { Admission } from "../handshake/admission.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import { ServerObserver } from "../observation/server-observer.ts";
import { Attempts, type Time } from "../strangers/attempts.ts";
import { keyLogOf } from "./key-log-of.ts";
import { ListeningServer } from "./listening-server.ts";
import { type CommonOptions, checkAuthenticator, checkOptions, invalid, random, unsuitable } from "./options.ts";
import type { Server } from "./server.ts";

export interface ListenOptions extends CommonOptions {
  /** The server's private key, or several while it changes: clients may use any. */
  readonly identity: Identity | readonly Identity[];
  /** Who is admitted, by which mechanisms: `sharedKeys`, or `anyone` without a name. */
  readonly authenticate: Authenticator<"server"> | readonly Authenticator<"server">[];
}

/**
 * Listens for clients. Sessions come out of the server by iteration, or as "session" events, once their clients are
 * authenticated. Rejects with UsageError or LinkError. An aborted signal closes the server.
 */
export async function listen(options: ListenOptions): Promise<Server> {
  const limits = checkOptions(options, ["identity", "authenticate"]);
  const { transport, address, cipher, application = "", clock = systemClock, signal } = options;
  const identities = [options.identity].flat();
  if (identities.length === 0) throw invalid("`identity` is an empty list: at least one private key is needed.");
  for (const identity of identities) checkIdentity(identity, cipher);
  const authenticators = [options.authenticate].flat();
  if (authenticators.length === 0) checkAuthenticator(undefined, "server");
  for (const authenticator of authenticators) checkAuthenticator(authenticator, "server");
  if (new Set(authenticators.map(({ mechanism }) => mechanism)).size < authenticators.length) {
    throw invalid("`authenticate` has two of one mechanism: only the first would ever be asked.");
  }
  signal?.throwIfAborted();
  const keyLog = keyLogOf(options);
  const sessions = (): number => server.sessions.size;
  const admission = new Admission({ cipher, identities, limits, random, sessions });
  const attempts = new Attempts(limits, timeOf(clock));
  const observer = new ServerObserver({ transport: transport.name, suite: suiteName(cipher) });
  const server = new ListeningServer({ limits, observer, admission, attempts, clock });
  const listener = new SessionListener({
    admission,
    clock,
    limits,
    configure: ({ traits, remoteAddress }, startedAt) => ({
      role: "server",
      cipher,
      traits,
      limits,
      application,
      random,
      startedAt,
      keyLog,
      identities,
      authenticators,
      attempt: attempts.from(remoteAddress),
    }),
    own: (driver, settled) => server.own(driver, settled),
    refused: (error, from) => server.turnAway(error, from),
    fault: (error) => server.fault(error),
  });
  server.start(await transport.listen(address, listener), listener, signal);
  return server;
}

function timeOf(clock: Clock): Time {
  const sleepUntil = (at: number) => new Promise<void>((resolve) => void clock.setTimer(resolve, at));
  return { now: () => clock.now(), sleepUntil };
}

// Without this a server would use a key of one cipher under the suite name of another.
function checkIdentity(identity: Identity, cipher: Cipher): void {
  if (typeof identity?.decapsulate !== "function") {
    throw unsuitable("`identity` is not a private key: cipher.loadIdentity(file) reads or makes one.", identity);
  }
  try {
    cipher.serverKem.importPublicKey(identity.publicKey.encoded);
  } catch {
    throw invalid("`identity` holds no key of this `cipher`: load it with the same one.");
  }
}
