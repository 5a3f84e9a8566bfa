import { ByteReader, concat, lv8, readUtf8, utf8, varint } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { challengeBytes, minMaxMessageBytes, Parameter } from "../wire.ts";

/** What each side tells the other inside the encrypted payloads of HELLO and ACCEPT (spec: W-4). */
export interface Parameters {
  /** Versions the client would use. HELLO only. */
  readonly versions?: readonly number[];
  /** Suites the client would use. HELLO only. */
  readonly suites?: readonly string[];
  /** Largest message this side accepts, in bytes. */
  readonly maxMessage: number;
  /** Bytes that the other side may send before it hears more (spec: R-3). Lossy links only. */
  readonly initialMaxData?: number;
  /** Largest datagram this side accepts, in bytes. */
  readonly maxDatagram: number;
  /** Largest packet this side accepts, in bytes. */
  readonly maxPacket: number;
  /** Silence after which this side takes the other for dead, in milliseconds; 0: never. */
  readonly idle: number;
  /** Authentication mechanisms the server admits. ACCEPT only. */
  readonly offers?: readonly string[];
  /** ACCEPT only. */
  readonly challenge?: Uint8Array;
}

/** Ascending ids, each with a varint length and a value; `padding` zero bytes come first. */
export function encodeParameters(parameters: Parameters, padding = 0): Uint8Array {
  const { versions, suites, maxMessage, initialMaxData, maxDatagram, maxPacket, idle, offers, challenge } = parameters;
  const fields: Uint8Array[] = [];
  const add = (id: number, value: Uint8Array) => fields.push(varint(id), varint(value.length), value);
  if (padding > 0) add(Parameter.padding, new Uint8Array(padding));
  if (versions) add(Parameter.versions, Uint8Array.from(versions));
  if (suites) add(Parameter.suites, encodeNames(suites));
  add(Parameter.maxMessage, varint(maxMessage));
  if (initialMaxData !== undefined) add(Parameter.initialMaxData, varint(initialMaxData));
  add(Parameter.maxDatagram, varint(maxDatagram));
  add(Parameter.maxPacket, varint(maxPacket));
  add(Parameter.idle, varint(idle));
  if (offers) add(Parameter.offers, encodeNames(offers));
  if (challenge) add(Parameter.challenge, challenge);
  return concat(...fields);
}

/** Throws PeerError on anything but ascending parameters; unknown ones are passed over. */
export function decodeParameters(bytes: Uint8Array): Parameters {
  const found = new Map<number, ByteReader>();
  const reader = new ByteReader(bytes);
  for (let last = -1; reader.left > 0; ) {
    const id = reader.varint();
    if (id <= last) throw malformed("parameters out of order");
    found.set(id, new ByteReader(reader.take(reader.varint())));
    last = id;
  }
  const versions = found.get(Parameter.versions);
  const suites = found.get(Parameter.suites);
  const offers = found.get(Parameter.offers);
  const challenge = found.get(Parameter.challenge);
  if (challenge && challenge.left !== challengeBytes) throw malformed("a challenge of the wrong length");
  const maxMessage = required(found, Parameter.maxMessage);
  if (maxMessage < minMaxMessageBytes) throw malformed("a limit on messages that is too small");
  return {
    maxMessage,
    ...(found.has(Parameter.initialMaxData) && { initialMaxData: required(found, Parameter.initialMaxData) }),
    maxDatagram: required(found, Parameter.maxDatagram),
    maxPacket: required(found, Parameter.maxPacket),
    idle: required(found, Parameter.idle),
    ...(versions && { versions: [...versions.bytes] }),
    ...(suites && { suites: decodeNames(suites) }),
    ...(offers && { offers: decodeNames(offers) }),
    ...(challenge && { challenge: challenge.bytes }),
  };
}

/** Names (suites, mechanisms), each behind a byte with its length. */
export function encodeNames(names: readonly string[]): Uint8Array {
  return concat(...names.map((name) => lv8(utf8(name))));
}

export function decodeNames(reader: ByteReader): string[] {
  const names: string[] = [];
  while (reader.left > 0) names.push(readUtf8(reader.take(reader.u8())));
  return names;
}

function required(found: ReadonlyMap<number, ByteReader>, id: number): number {
  const reader = found.get(id);
  if (!reader) throw malformed(`no parameter ${id}`);
  const value = reader.varint();
  reader.end();
  return value;
}

function malformed(what: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer's handshake has ${what}.`);
}
