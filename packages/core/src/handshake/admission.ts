import { ByteReader } from "../bytes.ts";
import type { Cipher, Identity } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { Path } from "../link.ts";
import { HandshakeType, paddedHelloBytes, protocolVersion, RejectCode } from "../wire.ts";
import { decodeHello, type ReceivedHello, readPreamble } from "./hello.ts";
import { encodeReject, type Reject, rejectError } from "./reject.ts";
import { selectIdentity } from "./server.ts";

export type Verdict =
  | { readonly kind: "admit" }
  /** Not worth an answer; `error` says why, for our own side. */
  | { readonly kind: "ignore"; readonly error: PeerError }
  | { readonly kind: "reject"; readonly error: PeerError; readonly reply: Uint8Array };

/** Decides about a stranger's first packet, before any private-key work and before anything is kept (spec: H-10). */
export class Admission {
  readonly #suite: string;
  readonly #identities: readonly Identity[];
  readonly #maxHalfOpen: number;
  #halfOpen = 0;

  constructor(cipher: Cipher, identities: readonly Identity[], maxHalfOpen: number) {
    this.#suite = suiteName(cipher);
    this.#identities = identities;
    this.#maxHalfOpen = maxHalfOpen;
  }

  get halfOpen(): number {
    return this.#halfOpen;
  }

  /** "admit" counts one handshake as half open, until `settled` is called for it. */
  screen(packet: Uint8Array, path: Path): Verdict {
    let hello: ReceivedHello;
    try {
      const { version, clientId } = readPreamble(new ByteReader(packet), HandshakeType.hello);
      if (!path.proven && packet.length < paddedHelloBytes) return ignore("sent a HELLO without padding");
      if (version !== protocolVersion) return this.#reject(RejectCode.version, clientId);
      hello = decodeHello(packet);
    } catch {
      return ignore("does not speak this protocol");
    }
    const tampered = path.proven && hello.cookie.some((byte) => byte !== 0);
    if (tampered) return this.#reject(RejectCode.handshake, hello.clientId);
    if (hello.suite !== this.#suite) return this.#reject(RejectCode.suite, hello.clientId);
    if (!selectIdentity(this.#identities, hello)) return this.#reject(RejectCode.serverKey, hello.clientId);
    if (this.#halfOpen >= this.#maxHalfOpen) return this.#reject(RejectCode.busy, hello.clientId);
    this.#halfOpen++;
    return { kind: "admit" };
  }

  /** A handshake that was admitted has led to a session, or is gone. */
  settled(): void {
    this.#halfOpen--;
  }

  #reject(code: number, clientId: Uint8Array): Verdict {
    const reject = { clientId, code, versions: [protocolVersion], suites: [this.#suite] };
    return { kind: "reject", error: rejectedClient(reject), reply: encodeReject(reject) };
  }
}

function ignore(what: string): Verdict {
  return { kind: "ignore", error: new PeerError("ERR_COUNTERSIGN_NOT_COUNTERSIGN", `The peer ${what}.`) };
}

// The same codes as the client sees, in the words of the server's side.
function rejectedClient(reject: Reject): PeerError {
  return new PeerError(rejectError(reject).code, `A client was turned away: ${reasons[reject.code]?.(reject)}.`);
}

const reasons: Readonly<Record<number, (reject: Reject) => string>> = {
  [RejectCode.version]: ({ versions }) => `it does not speak version ${versions.join(", ")} of the protocol`,
  [RejectCode.suite]: ({ suites }) => `it does not use the cipher suite ${suites.join(", ")}`,
  [RejectCode.serverKey]: () => "it was given another server's public key",
  [RejectCode.handshake]: () => "its HELLO has a cookie, and was given none",
  [RejectCode.busy]: () => "as many handshakes as `maxHalfOpen` allows are open",
};
