import { ByteReader } from "../bytes.ts";
import type { Cipher, Identity } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { Limits } from "../limits.ts";
import type { Path } from "../link.ts";
import { Places } from "../strangers/places.ts";
import { HandshakeType, keyRequestBytes, paddedHelloBytes, protocolVersion, RejectCode } from "../wire.ts";
import { CookieMint } from "./cookie.ts";
import { decodeHello, type ReceivedHello, readPreamble } from "./hello.ts";
import { decodeKeyRequest } from "./key-request.ts";
import { encodeKeys, fittingKeys } from "./keys.ts";
import { encodeReject, type Reject, rejectError } from "./reject.ts";
import { encodeRetry } from "./retry.ts";
import { selectIdentity } from "./server.ts";

export type Verdict =
  /** It counts as half open until `settled` is called, once: it has led to a session, or is gone. */
  | { readonly kind: "admit"; readonly settled: () => void }
  /** Not worth an answer. */
  | { readonly kind: "ignore"; readonly reason: string }
  /** `error`: why the stranger is turned away, for our own side; undefined when it got keys, or is to try again. */
  | { readonly kind: "answer"; readonly reply: Uint8Array; readonly error?: PeerError };

type Answer = Extract<Verdict, { kind: "answer" }>;

export interface AdmissionOptions {
  readonly cipher: Cipher;
  readonly identities: readonly Identity[];
  readonly limits: Limits;
  readonly random: (bytes: number) => Uint8Array;
  /** Sessions that are open now, beside the half open ones. */
  readonly sessions: () => number;
}

/** Decides about a stranger's first packet, before any private-key work and before anything is kept (spec: H-10). */
export class Admission {
  readonly #suite: string;
  readonly #identities: readonly Identity[];
  readonly #keys: readonly Uint8Array[];
  readonly #cookies: CookieMint;
  readonly #places: Places;
  #ignored = 0;
  #retried = 0;
  #crowdedOut = 0;

  constructor({ cipher, identities, limits, random, sessions }: AdmissionOptions) {
    this.#suite = suiteName(cipher);
    this.#identities = identities;
    this.#keys = fittingKeys(identities.map(({ publicKey }) => publicKey.encoded));
    this.#cookies = new CookieMint(random);
    this.#places = new Places(limits, sessions);
  }

  get halfOpen(): number {
    return this.#places.halfOpen;
  }

  /** Packets that were not worth an answer. */
  get ignored(): number {
    return this.#ignored;
  }

  /** HELLOs that were answered with a cookie. */
  get retried(): number {
    return this.#retried;
  }

  /** Strangers for whom a limit left no room. */
  get crowdedOut(): number {
    return this.#crowdedOut;
  }

  screen(packet: Uint8Array, path: Path, now: number): Verdict {
    if (packet[0] === HandshakeType.keyRequest) return this.#screenKeyRequest(packet, path, now);
    if (packet[0] !== HandshakeType.hello) return this.#ignore(foreign);
    let hello: ReceivedHello;
    try {
      const { version, clientId } = readPreamble(new ByteReader(packet), HandshakeType.hello);
      if (!path.proven && packet.length < paddedHelloBytes) return this.#ignore("sent a HELLO without padding");
      if (version !== protocolVersion) return this.#reject(RejectCode.version, clientId);
      hello = decodeHello(packet);
    } catch {
      return this.#ignore(foreign);
    }
    const tampered = path.proven && hello.cookie.some((byte) => byte !== 0);
    if (tampered) return this.#reject(RejectCode.handshake, hello.clientId);
    if (hello.suite !== this.#suite) return this.#reject(RejectCode.suite, hello.clientId);
    if (!selectIdentity(this.#identities, hello)) return this.#reject(RejectCode.serverKey, hello.clientId);
    const proven = path.proven || this.#cookies.accepts(hello, path.address, now);
    if (!proven && this.#places.wantsProof(path.address, now)) return this.#retry(hello, path, now);
    const full = this.#places.fullFor(path.address, proven, now);
    if (full) return this.#turnAway(full, hello.clientId);
    return { kind: "admit", settled: this.#places.take(path.address, proven) };
  }

  /** Answered from what came alone: it makes no work, and nothing is kept of it (spec: H-25, H-26). */
  #screenKeyRequest(packet: Uint8Array, path: Path, now: number): Verdict {
    try {
      const { version, clientId } = readPreamble(new ByteReader(packet), HandshakeType.keyRequest);
      if (!path.proven && packet.length < keyRequestBytes) return this.#ignore("sent a KEYREQ without padding");
      if (version !== protocolVersion) return this.#reject(RejectCode.version, clientId);
      const { suite } = decodeKeyRequest(packet);
      if (suite !== this.#suite) return this.#reject(RejectCode.suite, clientId);
      if (this.#places.mayAsk(path, now)) {
        return { kind: "answer", reply: encodeKeys({ clientId, keys: this.#keys }) };
      }
      return path.proven ? this.#turnAway(asksTooOften, clientId) : this.#ignore(asksTooOften);
    } catch {
      return this.#ignore(foreign);
    }
  }

  #ignore(reason: string): Verdict {
    this.#ignored++;
    return { kind: "ignore", reason };
  }

  #retry(hello: ReceivedHello, { address }: Path, now: number): Verdict {
    this.#retried++;
    const cookie = this.#cookies.make(hello, address, now);
    return { kind: "answer", reply: encodeRetry({ clientId: hello.clientId, cookie }) };
  }

  #turnAway(limit: string, clientId: Uint8Array): Verdict {
    this.#crowdedOut++;
    const error = new PeerError("ERR_COUNTERSIGN_BUSY", `A client was turned away: ${limit}.`);
    return { ...this.#reject(RejectCode.busy, clientId), error };
  }

  #reject(code: number, clientId: Uint8Array): Answer {
    const reject = { clientId, code, versions: [protocolVersion], suites: [this.#suite] };
    return { kind: "answer", reply: encodeReject(reject), error: rejectedClient(reject) };
  }
}

const foreign = "does not speak this protocol";
const asksTooOften = "asks for keys more often than `handshakesPerSecondPerAddress` allows";

// The same codes as the client sees, in the words of the server's side.
function rejectedClient(reject: Reject): PeerError {
  return new PeerError(rejectError(reject).code, `A client was turned away: ${reasons[reject.code]?.(reject)}.`);
}

const reasons: Readonly<Record<number, (reject: Reject) => string>> = {
  [RejectCode.version]: ({ versions }) => `it does not speak version ${versions.join(", ")} of the protocol`,
  [RejectCode.suite]: ({ suites }) => `it does not use the cipher suite ${suites.join(", ")}`,
  [RejectCode.serverKey]: () => "it was given another server's public key",
  [RejectCode.handshake]: () => "its HELLO has a cookie, and was given none",
};
