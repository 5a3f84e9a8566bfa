import { isName } from "./name.ts";

/** Both ends of a session say this, so that a chat only ever meets a chat. */
export const application = "countersign-demo-chat/1";

/** UTF-16 code units of one line; each takes up to 6 bytes in JSON. */
export const maxTextLength = 8_000;

/** Members of a room, so that a list of all their names fits a message. */
export const maxMembers = 1_000;

/** Holds for both ends, and is enough for any message below. */
export const maxMessageBytes = 64 * 1024;

/** What a client sends: each message is one JSON object with a `kind`. */
export type FromClient = MessageOf<typeof clientKinds>;

/** What the server sends. `name` is always the one that the member has proven. */
export type FromServer = MessageOf<typeof serverKinds>;

const clientKinds = {
  say: { text: isText },
};

const serverKinds = {
  /** The first message: who is here, the new member included. */
  welcome: { names: isNames },
  said: { name: isName, text: isText },
  joined: { name: isName },
  /** `how` completes the sentence that `name` begins. */
  left: { name: isName, how: isText },
  /** The last message: the server is about to close the session. */
  goodbye: { reason: isText },
};

export function encode(message: FromClient | FromServer): string {
  return JSON.stringify(message);
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
type MessageOf<K> = {
  [Kind in keyof K]: { readonly kind: Kind } & { readonly [Field in keyof K[Kind]]: Checked<K[Kind][Field]> };
}[keyof K];

function decode(bytes: Buffer, kinds: Kinds): unknown {
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
