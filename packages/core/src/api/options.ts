import { randomBytes } from "node:crypto";
import type { Authenticator } from "../authenticator.ts";
import type { Cipher } from "../cipher.ts";
import type { Clock } from "../driver/clock.ts";
import { UsageError } from "../errors.ts";
import type { KeyLog } from "../key-log.ts";
import { defaultLimits, type Limits } from "../limits.ts";
import type { Transport } from "../link.ts";
import { mayBeKey } from "../shown.ts";
import { minMaxMessageBytes } from "../wire.ts";

/** What `connect` and `listen` have in common. */
export interface CommonOptions {
  readonly transport: Transport;
  /** In the form that the transport takes. */
  readonly address: string;
  /** Both ends use the same. */
  readonly cipher: Cipher;
  /** Names the protocol that is spoken inside; both ends must say the same. Part of the transcript. Default: "". */
  readonly application?: string;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal | undefined;
  /**
   * Gives away this end's sessions: called with lines that open every packet after authentication (spec: K-7), for
   * debugging with made-up data only. Default: no line is ever made.
   */
  readonly insecureKeyLog?: KeyLog | undefined;
  /** For tests in virtual time. */
  readonly clock?: Clock;
}

/**
 * Throws UsageError for what is missing, misspelt or out of range, before anything is opened. `own`: the names of the
 * options that are not common. A name that nobody knows is refused: with `authenticate` misspelt anyone would get in.
 */
export function checkOptions(options: CommonOptions, own: readonly string[] = []): Limits {
  if (typeof options !== "object" || options === null) throw invalid("Options are missing.");
  const known = [...commonNames, ...own];
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalid(`There is no option ${named(name)}. Options: ${known.join(", ")}.`);
  }
  const { transport, address, cipher, application, signal, insecureKeyLog } = options;
  if (typeof transport?.dial !== "function") throw unsuitable("`transport` is not a transport: tcp(), say.", transport);
  if (typeof address !== "string") throw invalid("`address` is not a string.");
  if (typeof cipher?.protect !== "function") throw unsuitable("`cipher` is not a cipher: hybrid(), say.", cipher);
  if (cipher.keyBytes > 32) throw invalid("`cipher` asks for keys of more than 32 bytes.");
  if (application !== undefined && typeof application !== "string") throw invalid("`application` is not a string.");
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") {
    throw invalid("`signal` is not an AbortSignal: AbortSignal.timeout(5_000), say, or the `signal` of a controller.");
  }
  if (insecureKeyLog !== undefined && typeof insecureKeyLog !== "function") {
    throw invalid("`insecureKeyLog` is not a function that takes a line.");
  }
  return checkLimits({ ...defaultLimits, ...given(options.limits) });
}

const commonNames: readonly (keyof CommonOptions)[] = [
  "transport",
  "address",
  "cipher",
  "application",
  "limits",
  "signal",
  "insecureKeyLog",
  "clock",
];

export function checkAuthenticator(
  authenticator: Authenticator<"client" | "server"> | undefined,
  role: "client" | "server",
): void {
  const ours = role === "client" ? "sharedKey(name, key) or anonymous()" : "sharedKeys(keys) or anyone()";
  if (authenticator === undefined || authenticator === null) {
    throw invalid(`\`authenticate\` is missing: say who is ${role === "client" ? "calling" : "admitted"}, by ${ours}.`);
  }
  const other = role === "client" ? "server" : "client";
  if (authenticator.role === other) {
    throw invalid(`\`authenticate\` is for a ${other}, and this is a ${role}: ${ours}, say.`);
  }
  if (typeof authenticator.begin !== "function" || authenticator.role !== role) {
    throw unsuitable(`\`authenticate\` is not an authenticator: ${ours}, say.`, authenticator);
  }
  const { mechanism } = authenticator;
  if (typeof mechanism !== "string" || !/^[\x21-\x7e]{1,64}$/.test(mechanism)) {
    throw invalid("The name of an authentication mechanism is 1 to 64 printable ASCII characters.");
  }
}

/** The error for an option of the wrong kind, which adds what was probably forgotten. */
export function unsuitable(message: string, value: unknown): UsageError {
  if (value instanceof Promise) return invalid(`${message} It is a promise: await it.`);
  return invalid(typeof value === "function" ? `${message} It is a function: call it.` : message);
}

export function invalid(message: string, options?: ErrorOptions): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message, options);
}

function named(name: string): string {
  return mayBeKey(name) ? "whose name may itself be a key" : `\`${name}\``;
}

export const random = (bytes: number): Uint8Array => randomBytes(bytes);

/** A limit that is given as undefined has its default. */
function given(limits: Partial<Limits> = {}): Partial<Limits> {
  if (typeof limits !== "object" || limits === null) throw invalid("`limits` is not an object of limits.");
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

function checkLimits(limits: Limits): Limits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(defaultLimits, name)) throw invalid(`There is no limit ${named(name)}.`);
    if (!Number.isSafeInteger(value) || value < 0) throw invalid(`\`limits.${name}\` is not a whole number from 0 up.`);
    if (value === 0 && !zeroAllowed.has(name)) throw invalid(`\`limits.${name}\` must be above 0.`);
  }
  if (limits.maxMessageBytes < minMaxMessageBytes) {
    throw invalid(`\`limits.maxMessageBytes\` must be at least ${minMaxMessageBytes}.`);
  }
  return limits;
}

const zeroAllowed = new Set([
  "idleTimeoutMs",
  "refusalFloorMs",
  "cookieAboveHalfOpen",
  "handshakesPerSecondPerAddress",
  "freeFailures",
  "maxFailureDelayMs",
]);
