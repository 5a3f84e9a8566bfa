import { type Chunk, decodeChunk, encodeChunk, isChunk } from "./files/chunk.ts";
import { isFileLabel, isFileSize, isHash, isTransfer } from "./files/limits.ts";
import { isLineId } from "./line-id.ts";
import { isName } from "./name.ts";

/** Both ends of a session say this, so that a chat only ever meets a chat. */
export const application = "countersign-demo-chat/2";

/** UTF-16 code units of one line; each takes up to 6 bytes in JSON. */
export const maxTextLength = 8_000;

/** Members of a room, so that a list of all their names fits a message. */
export const maxMembers = 1_000;

/** Holds for both ends, and is enough for any message below. */
export const maxMessageBytes = 64 * 1024;

/** What a client sends: each message is one JSON object with a `kind`, or a chunk of a file. */
export type FromClient = MessageOf<typeof clientKinds> | Chunk;

/** What the server sends. `name` is always the one that the member has proven. */
export type FromServer = MessageOf<typeof serverKinds> | Chunk;

const clientKinds = {
  /** `line`: by which the server knows a line that it has said already, when it is sent again after a break. */
  say: { text: isText, line: isLineId },
  /** Asks to send a file to everybody else. The answer: `proceed` or `declined`. */
  offer: { file: isFileLabel, bytes: isFileSize },
  /** Of the sender: that was all. `sha256`: of the file, in hex. */
  finish: { transfer: isTransfer, sha256: isHash },
  /** Of a receiver: how much it has put away, from the start; for all of it `sha256` says what it is. */
  had: { transfer: isTransfer, bytes: isFileSize },
  got: { transfer: isTransfer, sha256: isHash },
  /** Of the sender: there is no more. Of a receiver: it wants no more. `reason` completes "alice …". */
  giveUp: { transfer: isTransfer, reason: isText },
};

const serverKinds = {
  /** The first message: who is here, the new member included. */
  welcome: { names: isNames },
  /** `line`: as in `say`. */
  said: { name: isName, text: isText, line: isLineId },
  joined: { name: isName },
  /** `how` completes the sentence that `name` begins. */
  left: { name: isName, how: isText },
  /** The last message: the server is about to close the session. */
  goodbye: { reason: isText },
  /** To who made an offer. */
  proceed: { transfer: isTransfer },
  declined: { reason: isText },
  /** To everybody else: its chunks follow, from `name`. */
  coming: { transfer: isTransfer, name: isName, file: isFileLabel, bytes: isFileSize },
  /** To the sender: what all receivers have put away, which may be `windowBytes` behind what it sends. */
  had: { transfer: isTransfer, bytes: isFileSize },
  finish: { transfer: isTransfer, sha256: isHash },
  /** To the sender: `name` has all of it. */
  got: { transfer: isTransfer, name: isName, sha256: isHash },
  /** To the sender: `name` will not have it. */
  without: { transfer: isTransfer, name: isName, reason: isText },
  /** To the sender: everybody has it, or will not. To a receiver: there comes no more. */
  over: { transfer: isTransfer, reason: isText },
};

export function encode(message: FromClient | FromServer): string | Uint8Array {
  return message.kind === "chunk" ? encodeChunk(message) : JSON.stringify(message);
}

/** Undefined: of no kind that this version knows, or without what belongs to it. */
export function decodeFromClient(bytes: Buffer): FromClient | undefined {
  return decode(bytes, clientKinds) as FromClient | undefined;
}

/** As `decodeFromClient`. */
export function decodeFromServer(bytes: Buffer): FromServer | undefined {
  return decode(bytes, serverKinds) as FromServer | undefined;
}

type Check = (value: unknown) => boolean;
type Kinds = Readonly<Record<string, Readonly<Record<string, Check>>>>;

type Checked<C> = C extends (value: unknown) => value is infer Value ? Value : never;
type Optional<F> = { [Field in keyof F]: undefined extends Checked<F[Field]> ? Field : never }[keyof F];
type FieldsOf<F> = { readonly [Field in Exclude<keyof F, Optional<F>>]: Checked<F[Field]> } & {
  readonly [Field in Optional<F>]?: Checked<F[Field]>;
};
type MessageOf<K> = { [Kind in keyof K]: { readonly kind: Kind } & FieldsOf<K[Kind]> }[keyof K];

function decode(bytes: Buffer, kinds: Kinds): unknown {
  if (isChunk(bytes)) return decodeChunk(bytes);
  const message = parse(bytes);
  if (typeof message !== "object" || message === null) return undefined;
  const fields = message as Record<string, unknown>;
  const checks = typeof fields.kind === "string" && Object.hasOwn(kinds, fields.kind) ? kinds[fields.kind] : undefined;
  if (!checks) return undefined;
  return Object.entries(checks).every(([field, check]) => check(fields[field])) ? message : undefined;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxTextLength;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isName);
}
