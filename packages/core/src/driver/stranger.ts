import { LinkError, PeerError } from "../errors.ts";
import type { Admission } from "../handshake/admission.ts";
import type { Link, LinkHint, LinkSink, Path } from "../link.ts";
import { addressBlock } from "../strangers/address-block.ts";
import type { Clock } from "./clock.ts";

/** What becomes of a stranger. */
export interface StrangerHost {
  /** Admitted: from now on the returned sink is told. */
  admit(link: Link, openedAt: number, settled: () => void): LinkSink;
  refused(error: Error, link: Link): void;
  /** Called once, whatever becomes of it. */
  gone(stranger: Stranger): void;
}

/** A link on which nothing has been said yet. Its first packet decides; there is no session before (spec: H-10). */
export class Stranger implements LinkSink {
  /** Where it is, as far as limits for an address go. */
  readonly block: string;
  readonly #link: Link;
  readonly #admission: Admission;
  readonly #host: StrangerHost;
  readonly #clock: Clock;
  readonly #openedAt: number;
  #cancelTimer: (() => void) | undefined;
  #session: LinkSink | undefined;
  #decided = false;

  constructor(link: Link, admission: Admission, host: StrangerHost, clock: Clock, timeoutMs: number) {
    this.block = addressBlock(link.remoteAddress);
    this.#link = link;
    this.#admission = admission;
    this.#host = host;
    this.#clock = clock;
    this.#openedAt = clock.now();
    this.#cancelTimer = clock.setTimer(
      () => this.evict(new LinkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT", "A peer connected and said nothing.")),
      this.#openedAt + timeoutMs,
    );
  }

  /** Ends the link without a word. */
  evict(error: Error): void {
    const refused = this.#decided;
    this.#leave();
    this.#link.abort();
    if (!refused) this.#host.refused(error, this.#link);
  }

  handlePacket(packet: Uint8Array, path: Path): void {
    if (this.#session) return this.#session.handlePacket(packet, path);
    if (this.#decided) return;
    const verdict = this.#admission.screen(packet, path, this.#clock.now());
    if (verdict.kind === "ignore") return this.evict(foreign(verdict.reason));
    if (verdict.kind === "admit") {
      this.#leave();
      this.#session = this.#host.admit(this.#link, this.#openedAt, verdict.settled);
      return this.#session.handlePacket(packet, path);
    }
    this.#decided = true;
    if (verdict.error) this.#host.refused(verdict.error, this.#link);
    void this.#answer(verdict.reply)
      .finally(() => this.#leave())
      .catch(() => {});
  }

  handleTurnEnd(): void {
    this.#session?.handleTurnEnd();
  }

  handleWritable(): void {
    this.#session?.handleWritable();
  }

  handleHint(hint: LinkHint): void {
    this.#session?.handleHint(hint);
  }

  handleEnd(cause?: Error): void {
    if (this.#session) return this.#session.handleEnd(cause);
    if (this.#decided) return;
    this.#leave();
    const left = () => new LinkError("ERR_COUNTERSIGN_TRUNCATED", "A peer connected and left.", { cause });
    this.#host.refused(cause instanceof PeerError ? cause : left(), this.#link);
  }

  /** It counts as a stranger until its link is gone. */
  #answer(reply: Uint8Array): Promise<void> {
    const packet = this.#link.reserve(reply.length);
    packet?.set(reply);
    if (packet) this.#link.commit(reply.length);
    return this.#link.close();
  }

  #leave(): void {
    this.#decided = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#host.gone(this);
  }
}

function foreign(reason: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_NOT_COUNTERSIGN", `The peer ${reason}.`);
}
