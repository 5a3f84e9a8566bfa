import type { UsageError } from "@countersign/core";
import type { Decoys } from "../decoys.ts";
import { base64, readBase64 } from "../exchange/base64.ts";
import { minIterations, mostIterations } from "../exchange/keys.ts";
import { parseVerifier, verifierPrefix } from "../exchange/verifier.ts";
import { checkedAttributes } from "../options.ts";
import { preparedName } from "../saslprep.ts";
import type { Credential } from "../store.ts";
import { fileError } from "./errors.ts";

/**
 * A line of a password file, kept as it is written:
 *
 *     # a comment, and lines without anything
 *     :SCRAM-SHA-256$iterations:secret                              nobody's: what unknown names are answered from
 *     name:SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey        a user's
 *     name:SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey {"role":"admin"}
 *
 * In a name, "%", ":", "#" and spaces are written as in a URL (RFC 3986 §2.1): "%25", "%3A", "%23" and "%20". What
 * follows a space is JSON: attributes, whose values are texts.
 */
export interface Line {
  readonly text: string;
  readonly user?: { readonly name: string; readonly credential: Credential };
  readonly decoys?: Decoys;
}

export function userLine(name: string, credential: Credential): Line {
  const { verifier, attributes = {} } = credential;
  const written = name.replace(/[%:# ]/g, encodeURIComponent);
  const rest = Object.keys(attributes).length > 0 ? ` ${JSON.stringify(attributes)}` : "";
  return { text: `${written}:${verifier}${rest}`, user: { name, credential } };
}

export function decoysLine(decoys: Decoys): Line {
  return { text: `:${verifierPrefix}${decoys.iterations}:${base64(decoys.secret)}`, decoys };
}

export function writeLines(lines: readonly Line[]): string {
  return lines.map(({ text }) => `${text}\n`).join("");
}

/** Throws UsageError ERR_COUNTERSIGN_PASSWORD_FILE that names the first line that is wrong; it is not quoted. */
export function readLines(bytes: Uint8Array, path: string): Line[] {
  const texts = decode(bytes, path).split("\n");
  if (texts.at(-1) === "") texts.pop();
  const first = new Map<string, number>();
  return texts.map((text, index) => {
    const problem = (what: string) => fileError(path, `is wrong in line ${index + 1}: ${what}`);
    const line = readLine(text, problem);
    const owner = line.decoys ? "" : line.user?.name;
    if (owner === undefined) return line;
    const before = first.get(owner);
    if (before !== undefined) throw problem(`the name is that of line ${before}, as SASLprep sees it. Remove one.`);
    first.set(owner, index + 1);
    return line;
  });
}

type Problem = (what: string) => UsageError;

function readLine(text: string, problem: Problem): Line {
  const content = text.replace(/\r$/, "");
  if (content === "" || content.startsWith("#")) return { text };
  const [, name, verifier, attributes] = /^([^: ]*):([^ ]+)(?: (.+))?$/.exec(content) ?? [];
  if (name === undefined || verifier === undefined) throw problem("it is not name:verifier. Set the password again.");
  if (name === "") return { text, decoys: readDecoys(verifier, problem) };
  const credential = { verifier: readVerifier(verifier, problem), ...readAttributes(attributes, problem) };
  return { text, user: { name: readName(name, problem), credential } };
}

function readName(written: string, problem: Problem): string {
  try {
    const name = preparedName(decodeURIComponent(written));
    if (name !== undefined) return name;
  } catch {
    // A "%" that begins no byte, or bytes that are not UTF-8.
  }
  throw problem('the name is none (RFC 4013). "%", ":", "#" and spaces are written as in a URL.');
}

function readVerifier(text: string, problem: Problem): string {
  try {
    parseVerifier(text);
    return text;
  } catch (error) {
    throw problem((error as UsageError).message);
  }
}

function readAttributes(json: string | undefined, problem: Problem): Pick<Credential, "attributes"> {
  if (json === undefined) return {};
  try {
    return { attributes: checkedAttributes(JSON.parse(json)) };
  } catch {
    throw problem("what follows the verifier is no JSON of an object whose values are texts.");
  }
}

function readDecoys(text: string, problem: Problem): Decoys {
  const [, count, encoded] = /^SCRAM-SHA-256\$([1-9]\d{0,9}):([^$:]+)$/.exec(text) ?? [];
  const secret = readBase64(encoded ?? "");
  const iterations = Number(count);
  if (secret && secret.length >= 32 && iterations >= minIterations && iterations <= mostIterations) {
    return { secret, iterations };
  }
  throw problem("a line without a name is :SCRAM-SHA-256$iterations:secret. Remove it, and another is made.");
}

/** Without the mark that some editors put first. */
function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw fileError(path, "is not UTF-8: save it as that.");
  }
}
