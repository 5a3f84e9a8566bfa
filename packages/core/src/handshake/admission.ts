import { ByteReader } from "../bytes.ts";
import type { Cipher, Identity } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { Limits } from "../limits.ts";
import type { Path } from "../link.ts";
import { HandshakeType, paddedHelloBytes, protocolVersion, RejectCode } from "../wire.ts";
import { CookieMint } from "./cookie.ts";
import { decodeHello, type ReceivedHello, readPreamble } from "./hello.ts";
import { encodeReject, type Reject, rejectError } from "./reject.ts";
import { encodeRetry } from "./retry.ts";
import { selectIdentity } from "./server.ts";

export type Verdict =
  | { readonly kind: "admit" }
  /** Not worth an answer. */
  | { readonly kind: "ignore"; readonly reason: string }
  /** `error`: why the stranger is turned away, for our own side; undefined when it is only asked to try again. */
  | { readonly kind: "answer"; readonly reply: Uint8Array; readonly error?: PeerError };

export interface AdmissionOptions {
  readonly cipher: Cipher;
  readonly identities: readonly Identity[];
  readonly limits: Pick<Limits, "maxHalfOpen" | "cookieAboveHalfOpen">;
  readonly random: (bytes: number) => Uint8Array;
}

/** Decides about a stranger's first packet, before any private-key work and before anything is kept (spec: H-10). */
export class Admission {
  readonly #suite: string;
  readonly #identities: readonly Identity[];
  readonly #maxHalfOpen: number;
  readonly #cookieAbove: number;
  readonly #cookies: CookieMint;
  #halfOpen = 0;
  #ignored = 0;
  #retried = 0;

  constructor({ cipher, identities, limits, random }: AdmissionOptions) {
    this.#suite = suiteName(cipher);
    this.#identities = identities;
    this.#maxHalfOpen = limits.maxHalfOpen;
    this.#cookieAbove = Math.min(limits.cookieAboveHalfOpen, limits.maxHalfOpen);
    this.#cookies = new CookieMint(random);
  }

  get halfOpen(): number {
    return this.#halfOpen;
  }

  /** Packets that were not worth an answer. */
  get ignored(): number {
    return this.#ignored;
  }

  /** HELLOs that were answered with a cookie. */
  get retried(): number {
    return this.#retried;
  }

  /** "admit" counts one handshake as half open, until `settled` is called for it. */
  screen(packet: Uint8Array, path: Path, now: number): Verdict {
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
    if (!this.#isProven(hello, path, now)) return this.#retry(hello, path, now);
    if (this.#halfOpen >= this.#maxHalfOpen) return this.#reject(RejectCode.busy, hello.clientId);
    this.#halfOpen++;
    return { kind: "admit" };
  }

  /** A handshake that was admitted has led to a session, or is gone. */
  settled(): void {
    this.#halfOpen--;
  }

  /** Enough for now: while there is little to do nobody needs a cookie (spec: H-16). */
  #isProven(hello: ReceivedHello, { proven, address }: Path, now: number): boolean {
    return proven || this.#halfOpen < this.#cookieAbove || this.#cookies.accepts(hello, address, now);
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

  #reject(code: number, clientId: Uint8Array): Verdict {
    const reject = { clientId, code, versions: [protocolVersion], suites: [this.#suite] };
    return { kind: "answer", reply: encodeReject(reject), error: rejectedClient(reject) };
  }
}

const foreign = "does not speak this protocol";

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
