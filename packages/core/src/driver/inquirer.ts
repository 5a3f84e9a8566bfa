import type { Cipher, PublicKey } from "../cipher.ts";
import { PeerError } from "../errors.ts";
import { KeyInquiry } from "../handshake/key-inquiry.ts";
import type { Link, LinkHint, LinkSink, Transport } from "../link.ts";
import { unreachable } from "../session/client-opening.ts";
import { overdueError, truncated } from "../session/failures.ts";
import type { Clock } from "./clock.ts";

export interface InquiryOptions {
  readonly transport: Transport;
  readonly address: string;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  /** From the link's opening, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks a server which keys it has, on a link of its own: at least one, of whoever answers. Rejects with PeerError,
 * LinkError or the signal's reason.
 */
export async function inquire(options: InquiryOptions): Promise<readonly PublicKey[]> {
  const { transport, address, signal } = options;
  const link = await transport.dial(address, { signal });
  const inquirer = new Inquirer(link, options);
  const abandon = () => inquirer.fail(signal?.reason);
  signal?.addEventListener("abort", abandon, { once: true });
  try {
    if (signal?.aborted) abandon();
    else inquirer.start();
    return await inquirer.answer;
  } finally {
    signal?.removeEventListener("abort", abandon);
  }
}

/** The place where a question, its link and the clock meet. */
class Inquirer implements LinkSink {
  readonly answer: Promise<readonly PublicKey[]>;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #inquiry: KeyInquiry;
  readonly #deadline: number;
  #resolve!: (keys: readonly PublicKey[]) => void;
  #reject!: (error: unknown) => void;
  #cancelTimer: (() => void) | undefined;
  #over = false;

  constructor(link: Link, { cipher, clock, random, timeoutMs }: InquiryOptions) {
    this.#link = link;
    this.#clock = clock;
    this.#inquiry = new KeyInquiry({ cipher, random, reliable: link.traits.reliable });
    this.#deadline = clock.now() + timeoutMs;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  start(): void {
    this.#link.start(this);
    this.#pump();
  }

  fail(error: unknown): void {
    if (this.#over) return;
    this.#leave();
    this.#link.abort();
    this.#reject(error);
  }

  handlePacket(packet: Uint8Array): void {
    if (this.#over) return;
    try {
      const keys = this.#inquiry.handlePacket(packet);
      if (keys) this.#finish(keys);
    } catch (error) {
      this.fail(error);
    }
  }

  handleTurnEnd(): void {}

  handleWritable(): void {
    this.#pump();
  }

  // spec: H-21
  handleHint(hint: LinkHint): void {
    if (hint.kind === "unreachable") this.fail(unreachable(hint.cause));
  }

  handleEnd(cause?: Error): void {
    this.fail(cause instanceof PeerError ? cause : truncated(false, cause));
  }

  #finish(keys: readonly PublicKey[]): void {
    this.#leave();
    void this.#link.close().catch(() => {});
    this.#resolve(keys);
  }

  #pump(): void {
    if (this.#over) return;
    const bytes = this.#inquiry.nextBytes();
    const packet = bytes > 0 ? this.#link.reserve(bytes) : undefined;
    if (packet) this.#link.commit(this.#inquiry.write(packet, this.#clock.now()));
    this.#link.flush();
    this.#arm();
  }

  #arm(): void {
    this.#cancelTimer?.();
    const at = Math.min(this.#deadline, this.#inquiry.nextTimeout() ?? this.#deadline);
    this.#cancelTimer = this.#clock.setTimer(() => this.#handleTimeout(this.#clock.now()), at);
  }

  #handleTimeout(now: number): void {
    if (now >= this.#deadline) return this.fail(overdueError("handshake", this.#inquiry.suspicion));
    this.#inquiry.handleTimeout(now);
    this.#pump();
  }

  #leave(): void {
    this.#over = true;
    this.#cancelTimer?.();
  }
}
