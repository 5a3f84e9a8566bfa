import type { Authenticator } from "../authenticator.ts";
import type { Cipher, PublicKey } from "../cipher.ts";
import { LinkError, PeerError, UsageError } from "../errors.ts";
import type { ServerKeySource, ServerPlace } from "../server-key-source.ts";
import { shown } from "../shown.ts";
import type { DrivenSession } from "./driven-session.ts";
import { isOtherKey } from "./key-race.ts";
import { invalid, unsuitable } from "./options.ts";

export interface FirstContactOptions {
  readonly source: ServerKeySource;
  readonly place: ServerPlace;
  readonly cipher: Cipher;
  readonly authenticator: Authenticator<"client">;
  readonly handshakeTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Asks the server for its keys, for so many milliseconds. */
  readonly inquire: (timeoutMs: number) => Promise<readonly PublicKey[]>;
  /** Opens a session with the holder of one of these keys. */
  readonly open: (keys: readonly PublicKey[]) => Promise<DrivenSession>;
}

/**
 * Connects with the keys that a source has for the server or, where it has none, with one that the server names and
 * the source chooses (spec: H-28, H-30).
 */
export async function connectBySource(options: FirstContactOptions): Promise<DrivenSession> {
  const { source, place, signal } = options;
  signal?.throwIfAborted();
  const pinned = await unlessAborted(source.pinned(place), signal);
  return pinned.length > 0 ? connectPinned(pinned, options) : connectFirst(options);
}

/** Only these keys count, whatever anyone says; what the server offers instead is for people to read. */
async function connectPinned(pinned: readonly Uint8Array[], options: FirstContactOptions): Promise<DrivenSession> {
  const { source, place, cipher, signal, inquire, open } = options;
  const keys = pinned.map((encoded) => importPin(encoded, cipher));
  try {
    return await open(keys);
  } catch (error) {
    if (!isOtherKey(error) || !source.mismatch) throw error;
    const offered = await inquire(mismatchTimeoutMs).catch(() => []);
    const message = await unlessAborted(source.mismatch({ ...place, keys: offered }), signal);
    throw new PeerError("ERR_COUNTERSIGN_SERVER_KEY", message, { cause: error });
  }
}

async function connectFirst(options: FirstContactOptions): Promise<DrivenSession> {
  const { source, place, authenticator, handshakeTimeoutMs, signal, inquire, open } = options;
  requireProof(source, authenticator, place);
  const keys = await inquire(handshakeTimeoutMs);
  const key = await unlessAborted(source.meet({ ...place, keys }), signal);
  if (typeof key?.encapsulate !== "function") throw unsuitable("`meet` returned no public key.", key);
  const session = await open([key]);
  const endings: (Error | undefined)[] = [];
  const noteEnd = (error: Error | undefined) => void endings.push(error);
  session.once("close", noteEnd);
  try {
    // The mechanism is done with the server: what it proves is proven (spec: H-28).
    await source.remember(place, key);
    signal?.throwIfAborted();
    if (endings.length > 0) throw endings[0] ?? leftAtOnce();
    return session;
  } catch (error) {
    session.abort(error);
    throw error;
  } finally {
    session.off("close", noteEnd);
  }
}

/** At first contact only the mechanism can tell the server from who answers in its place (spec: H-29). */
function requireProof(
  source: ServerKeySource,
  { mechanism, serverProof }: Authenticator<"client">,
  place: ServerPlace,
) {
  if (serverProof === "secret") return;
  const guessable = serverProof === "password";
  if ((guessable ? source.acceptGuessable : source.acceptUnproven) === true) return;
  const risk = guessable
    ? "whoever answers would learn the name, and what the password can be guessed by"
    : `by "${mechanism}" it cannot prove itself, so that whoever answers would be believed`;
  throw new UsageError(
    "ERR_COUNTERSIGN_UNKNOWN_SERVER",
    `No key is pinned for the server at ${shown(place.address)}, and ${risk}. Pin its key, which its administrator has, ` +
      `or accept that with \`${guessable ? "acceptGuessable" : "acceptUnproven"}\`.`,
  );
}

function importPin(encoded: Uint8Array, cipher: Cipher): PublicKey {
  try {
    return cipher.serverKem.importPublicKey(encoded);
  } catch (cause) {
    throw invalid("A pinned key is no public key of this `cipher`.", { cause });
  }
}

/** What becomes of `value`, or the signal's reason as soon as it is aborted. */
function unlessAborted<T>(value: T | Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal?.reason);
    if (signal?.aborted) abandon();
    signal?.addEventListener("abort", abandon, { once: true });
    const leave = () => signal?.removeEventListener("abort", abandon);
    Promise.resolve(value).then(resolve, reject).finally(leave);
  });
}

function leftAtOnce(): LinkError {
  return new LinkError("ERR_COUNTERSIGN_TRUNCATED", "The server closed the session while its key was being stored.");
}

/** What the server offers is worth a moment, and no more. */
const mismatchTimeoutMs = 2_000;
