import { ByteReader, concat, lv16, u8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { clientIdBytes, HandshakeType, keyRequestBytes, protocolVersion } from "../wire.ts";
import { readPreamble } from "./hello.ts";

/** What the server says that its keys are (spec: W-13). In the clear and unauthenticated. */
export interface Keys {
  /** As in KEYREQ. */
  readonly clientId: Uint8Array;
  /** Each a canonical SubjectPublicKeyInfo, in the server's order. */
  readonly keys: readonly Uint8Array[];
}

export function encodeKeys({ clientId, keys }: Keys): Uint8Array {
  return concat(
    u8(HandshakeType.keys),
    u8(protocolVersion),
    clientId,
    u8(keys.length),
    ...keys.map((key) => lv16(key)),
  );
}

/** Those that KEYS has room for: it is never longer than KEYREQ (spec: H-25). */
export function fittingKeys(keys: readonly Uint8Array[]): readonly Uint8Array[] {
  let left = keyRequestBytes - headBytes;
  return keys.filter(({ length }) => {
    const fits = 2 + length <= left;
    if (fits) left -= 2 + length;
    return fits;
  });
}

/** Type, version, client id and the number of keys. */
const headBytes = 2 + clientIdBytes + 1;

/** Throws PeerError when malformed, too long, or when a key is named twice. The result's fields are copies. */
export function decodeKeys(packet: Uint8Array): Keys {
  if (packet.length > keyRequestBytes) throw malformed("longer than the question");
  const reader = new ByteReader(Uint8Array.from(packet));
  const { version, clientId } = readPreamble(reader, HandshakeType.keys);
  if (version !== protocolVersion) throw new PeerError("ERR_COUNTERSIGN_VERSION", "KEYS is of another version.");
  const keys = Array.from({ length: reader.u8() }, () => reader.take(reader.u16()));
  reader.end();
  const different = new Set(keys.map((key) => Buffer.from(key).toString("hex")));
  if (different.size < keys.length) throw malformed("the same key twice");
  return { clientId, keys };
}

function malformed(what: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The server's KEYS are malformed: ${what}.`);
}
