import { randomBytes } from "node:crypto";
import type { Authenticator } from "../authenticator.ts";
import type { Cipher } from "../cipher.ts";
import type { Clock } from "../driver/clock.ts";
import { UsageError } from "../errors.ts";
import { defaultLimits, type Limits } from "../limits.ts";
import type { Transport } from "../link.ts";
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
  readonly signal?: AbortSignal;
  /** For tests in virtual time. */
  readonly clock?: Clock;
}

/** Throws UsageError for what is missing or out of range, before anything is opened. */
export function checkOptions(options: CommonOptions): Limits {
  if (typeof options !== "object" || options === null) throw invalid("Options are missing.");
  if (typeof options.transport?.dial !== "function") throw invalid("`transport` is not a transport: tcp(), say.");
  if (typeof options.address !== "string") throw invalid("`address` is not a string.");
  if (typeof options.cipher?.protect !== "function") {
    const forgotten = (options.cipher as unknown) instanceof Promise ? " It is a promise: await it." : "";
    throw invalid(`\`cipher\` is not a cipher.${forgotten}`);
  }
  if (options.cipher.keyBytes > 32) throw invalid("`cipher` asks for keys of more than 32 bytes.");
  if (options.application !== undefined && typeof options.application !== "string") {
    throw invalid("`application` is not a string.");
  }
  return checkLimits({ ...defaultLimits, ...options.limits });
}

/** A misspelt option must not silently leave its default. */
export function checkNames(options: object, names: readonly string[]): void {
  const common = ["transport", "address", "cipher", "application", "limits", "signal", "clock", "authenticate"];
  for (const name of Object.keys(options)) {
    if (!common.includes(name) && !names.includes(name)) throw invalid(`There is no option \`${name}\`.`);
  }
}

export function checkAuthenticator(
  authenticator: Authenticator<"client" | "server"> | null | undefined,
  role: "client" | "server",
): void {
  if (typeof authenticator?.begin !== "function") {
    const ways = role === "server" ? "sharedKeys(…), or anyone()" : "sharedKey(…), or anonymous()";
    throw invalid(`\`authenticate\` is missing. Say who is ${role === "server" ? "admitted" : "calling"}: ${ways}.`);
  }
  if (authenticator.role !== role) {
    throw invalid(`\`authenticate\` is for a ${authenticator.role}, and this is a ${role}: sharedKey or sharedKeys?`);
  }
  if (!/^[\x21-\x7e]{1,64}$/.test(authenticator.mechanism)) {
    throw invalid("The name of an authentication mechanism is 1 to 64 printable ASCII characters.");
  }
}

export function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

export const random = (bytes: number): Uint8Array => randomBytes(bytes);

function checkLimits(limits: Limits): Limits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(defaultLimits, name)) throw invalid(`There is no limit \`${name}\`.`);
    if (!Number.isSafeInteger(value) || value < 0) throw invalid(`\`limits.${name}\` is not a whole number from 0 up.`);
    if (value === 0 && !zeroAllowed.has(name)) throw invalid(`\`limits.${name}\` must be above 0.`);
  }
  if (limits.maxMessageBytes < minMaxMessageBytes) {
    throw invalid(`\`limits.maxMessageBytes\` must be at least ${minMaxMessageBytes}.`);
  }
  return limits;
}

const zeroAllowed = new Set(["idleTimeoutMs", "refusalFloorMs"]);
