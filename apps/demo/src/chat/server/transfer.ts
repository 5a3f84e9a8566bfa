import type { Chunk } from "../files/chunk.ts";
import { patienceMs, windowBytes } from "../files/limits.ts";
import type { Member } from "./room.ts";

export interface TransferOptions {
  readonly id: number;
  readonly sender: Member;
  readonly receivers: readonly Member[];
  readonly file: string;
  readonly bytes: number;
  /** Called once, when nobody sends or receives any more. */
  readonly over: () => void;
  readonly patienceMs?: number;
}

/**
 * One file on its way from a member to others. What they report to have put away is what the sender may go on by: it is
 * never more than `windowBytes` ahead of the slowest, so that nothing of it gathers here, and none of it is ever in the
 * way of what is said. Who does not move on while the others wait goes without it.
 */
export class Transfer {
  readonly sender: Member;
  readonly #options: TransferOptions;
  /** Who still receives, and how much each has put away. */
  readonly #had: Map<Member, number>;
  readonly #patience: NodeJS.Timeout;
  #sent = 0;
  #reported = 0;
  #isFinished = false;
  #isOver = false;

  constructor(options: TransferOptions) {
    const { id, sender, receivers, file, bytes } = options;
    this.sender = sender;
    this.#options = options;
    this.#had = new Map(receivers.map((receiver) => [receiver, 0]));
    this.#patience = setTimeout(() => this.#loseThePatience(), options.patienceMs ?? patienceMs).unref();
    for (const receiver of receivers)
      receiver.deliver({ kind: "coming", transfer: id, name: sender.name, file, bytes });
    sender.deliver({ kind: "proceed", transfer: id });
  }

  /** False: these bytes are none of it. More of them than the sender may send end it. */
  pass(from: Member, chunk: Chunk): boolean {
    if (this.#isOver || from !== this.sender || this.#isFinished) return false;
    const sent = this.#sent + chunk.data.length;
    if (sent > Math.min(this.#options.bytes, this.#reported + windowBytes)) {
      this.#end("sent more than was agreed");
      return false;
    }
    this.#sent = sent;
    this.#patience.refresh();
    for (const receiver of [...this.#had.keys()]) if (!receiver.deliver(chunk)) this.drop(receiver, tooSlow);
    return true;
  }

  /** The sender says that this was all. */
  finish(from: Member, sha256: string): void {
    if (from !== this.sender || this.#isFinished) return;
    if (this.#sent < this.#options.bytes) return this.#end("sent less than was agreed");
    this.#isFinished = true;
    this.#patience.refresh();
    for (const receiver of this.#had.keys()) receiver.deliver({ kind: "finish", transfer: this.#options.id, sha256 });
  }

  /** A receiver has put away so many bytes, from the start. */
  report(from: Member, bytes: number): void {
    const before = this.#had.get(from);
    if (before === undefined || bytes <= before || bytes > this.#sent) return;
    this.#had.set(from, bytes);
    this.#patience.refresh();
    this.#tellHowFar();
  }

  /** A receiver has all of it. */
  confirm(from: Member, sha256: string): void {
    if (!this.#isFinished || !this.#had.delete(from)) return;
    this.sender.deliver({ kind: "got", transfer: this.#options.id, name: from.name, sha256 });
    this.#patience.refresh();
    this.#goOn();
  }

  /** Somebody sends no more of it, or receives no more. `reason` completes "alice …". */
  drop(member: Member, reason: string): void {
    if (member === this.sender) return this.#end(reason);
    if (!this.#had.delete(member)) return;
    const transfer = this.#options.id;
    this.sender.deliver({ kind: "without", transfer, name: member.name, reason });
    member.deliver({ kind: "over", transfer, reason: `You: ${reason}` });
    this.#goOn();
  }

  #goOn(): void {
    if (this.#had.size === 0) this.#end("");
    else this.#tellHowFar();
  }

  #tellHowFar(): void {
    const slowest = Math.min(...this.#had.values());
    if (slowest <= this.#reported) return;
    this.#reported = slowest;
    this.sender.deliver({ kind: "had", transfer: this.#options.id, bytes: slowest });
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#patience);
    const { id: transfer, over } = this.#options;
    for (const receiver of this.#had.keys()) {
      receiver.deliver({ kind: "over", transfer, reason: `${this.sender.name} ${reason}` });
    }
    this.sender.deliver({ kind: "over", transfer, reason: reason === "" ? "" : `You: ${reason}` });
    over();
  }

  /** Nobody has moved on for long: those who owe something, or the sender if nobody does. */
  #loseThePatience(): void {
    const late = [...this.#had].filter(([, had]) => this.#isFinished || had < this.#sent);
    if (late.length === 0) return this.#end("sent nothing any more");
    this.#patience.refresh();
    for (const [receiver] of late) this.drop(receiver, tooSlow);
  }
}

const tooSlow = "did not keep up with the file";
