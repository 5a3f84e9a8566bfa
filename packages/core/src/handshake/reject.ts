import { ByteReader, concat, lv8, lv16, u8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { quoted } from "../shown.ts";
import { HandshakeType, protocolVersion, RejectCode } from "../wire.ts";
import { readPreamble } from "./hello.ts";
import { decodeNames, encodeNames } from "./parameters.ts";

/** Why the server does not go on (spec: W-3). In the clear and unauthenticated. */
export interface Reject {
  readonly clientId: Uint8Array;
  readonly code: number;
  readonly versions: readonly number[];
  readonly suites: readonly string[];
}

export function encodeReject(reject: Reject): Uint8Array {
  return concat(
    u8(HandshakeType.reject),
    u8(protocolVersion),
    reject.clientId,
    u8(reject.code),
    lv8(Uint8Array.from(reject.versions)),
    lv16(encodeNames(reject.suites)),
  );
}

/** Throws PeerError when malformed. */
export function decodeReject(packet: Uint8Array): Reject {
  const reader = new ByteReader(Uint8Array.from(packet));
  const { clientId } = readPreamble(reader, HandshakeType.reject);
  const code = reader.u8();
  const versions = [...reader.take(reader.u8())];
  const suites = decodeNames(new ByteReader(reader.take(reader.u16())));
  reader.end();
  return { clientId, code, versions, suites };
}

/** What the client's caller is told. */
export function rejectError({ code, versions, suites }: Reject): PeerError {
  switch (code) {
    case RejectCode.version:
      return new PeerError(
        "ERR_COUNTERSIGN_VERSION",
        `The server speaks version ${versions.join(", ")} of the protocol, this client version ${protocolVersion}.`,
      );
    case RejectCode.suite:
      return new PeerError(
        "ERR_COUNTERSIGN_SUITE",
        `The server uses ${suites.map(quoted).join(", ")}: give the client the same cipher.`,
      );
    case RejectCode.serverKey:
      return new PeerError(
        "ERR_COUNTERSIGN_SERVER_KEY",
        "The server has another key than the public key this client was given. Compare the fingerprints.",
      );
    case RejectCode.busy:
      return new PeerError("ERR_COUNTERSIGN_BUSY", "The server has no room for another connection now.");
    default:
      return new PeerError(
        "ERR_COUNTERSIGN_HANDSHAKE",
        "The server could not open the handshake: it was changed on the way, or `application` differs.",
      );
  }
}
