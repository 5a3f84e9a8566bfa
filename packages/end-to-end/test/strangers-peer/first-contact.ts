import { type Bytes, join, medium, Reader, short, u8 } from "./bytes.ts";

/** What KEYREQ is made from. `fields` replaces what it would say by itself, `bytes` how long it is. */
export interface KeyRequestParts {
  readonly clientId: Uint8Array;
  readonly suite: Bytes;
  readonly bytes?: number;
  readonly fields?: Partial<Record<"type" | "version", Bytes>>;
}

/** W-12. */
export function makeKeyRequest({ clientId, suite, bytes = 1_200, fields = {} }: KeyRequestParts): Buffer {
  const head = join(fields.type ?? u8(0xc5), fields.version ?? u8(1), clientId, short(suite));
  return join(head, Buffer.alloc(bytes)).subarray(0, bytes);
}

/** What KEYS is made from. */
export interface KeysParts {
  readonly clientId: Uint8Array;
  readonly keys: readonly Uint8Array[];
  readonly fields?: Partial<Record<"type" | "version" | "count", Bytes>>;
}

/** W-13. */
export function makeKeys({ clientId, keys, fields = {} }: KeysParts): Buffer {
  const { type = u8(0xc6), version = u8(1), count = u8(keys.length) } = fields;
  return join(type, version, clientId, count, ...keys.map(medium));
}

/** The keys in KEYS. Throws when it is malformed, or answers another client. */
export function takeKeys(clientId: Uint8Array, packet: Uint8Array): Buffer[] {
  const reader = new Reader(packet);
  if (reader.number(1) !== 0xc6 || reader.number(1) !== 1) throw new Error("no KEYS");
  if (!reader.take(8).equals(clientId)) throw new Error("KEYS for another client");
  const keys = Array.from({ length: reader.number(1) }, () => reader.take(reader.number(2)));
  if (reader.left > 0 || packet.length > 1_200) throw new Error("KEYS are too long");
  return keys;
}
