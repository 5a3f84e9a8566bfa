import { UsageError } from "@countersign/core";
import { maxNameBytes } from "../claim.ts";
import { readPublicKey } from "../public-key.ts";
import { parseExpiryTime } from "./expiry-time.ts";
import { readOptions } from "./options.ts";

/** A key that admits a client. */
export interface AuthorizedKey {
  readonly name: string;
  /** "ssh-ed25519 AAAA…" */
  readonly key: string;
  /** In ms since 1970: from then on it admits nobody. */
  readonly expires?: number;
}

/** A key of a type that cannot sign here: "ssh-rsa". */
export interface OtherKey {
  readonly keyType: string;
}

/**
 * One line of an authorized_keys file: options, key type, key, and the name of the client as the comment. Undefined for
 * one that is empty or a comment as a whole. Throws UsageError, which completes "line 7 …", on what is not understood: an
 * option that is passed over could be a restriction (spec: A-35).
 */
export function readLine(text: string): AuthorizedKey | OtherKey | undefined {
  const line = text.trim();
  if (line === "" || line.startsWith("#")) return undefined;
  const { options, rest } = keyTypeOf(line) ? { options: [], rest: line } : (readOptions(line) ?? unreadable());
  const keyType = keyTypeOf(rest) ?? unreadable();
  if (keyType !== "ssh-ed25519") return { keyType };
  const [, base64 = "", comment = ""] = /^\S+[ \t]+(\S+)(?:[ \t]+(.*))?$/.exec(rest) ?? unreadable();
  const key = `${keyType} ${base64}`;
  readPublicKey(key);
  return { name: checkName(comment), key, ...restrictions(options) };
}

/** What sshd calls a key type, and no option is called like. */
function keyTypeOf(line: string): string | undefined {
  return /^((?:webauthn-)?(?:sk-)?(?:ssh|ecdsa-sha2)-[a-z0-9@.-]+)[ \t]/.exec(line)?.[1];
}

function checkName(comment: string): string {
  if (comment === "") throw refused("has no comment, which is the client's name");
  if (Buffer.byteLength(comment) > maxNameBytes) throw refused(`has a comment of more than ${maxNameBytes} bytes`);
  if (/\p{Cc}/u.test(comment)) throw refused("has a comment with control characters");
  return comment;
}

function restrictions(options: readonly (readonly [string, string])[]): Pick<AuthorizedKey, "expires"> {
  if (options.length === 0) return {};
  const [[name, value] = ["", ""], ...others] = options;
  if (name !== "expiry-time" || others.length > 0) {
    throw refused("has another option than one expiry-time, which may be a restriction that we do not keep");
  }
  const expires = parseExpiryTime(value);
  if (expires === undefined) throw refused("has an expiry-time that is not YYYYMMDD[HHMM[SS]][Z]");
  return { expires };
}

function unreadable(): never {
  throw refused("is not `ssh-ed25519 AAAA… name`, and no line that sshd would understand");
}

function refused(problem: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_KEY_FILE", problem);
}
