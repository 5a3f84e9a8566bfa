import type { FromClient } from "../protocol.ts";
import type { Member } from "./room.ts";
import { Transfer } from "./transfer.ts";

/** What is said about files, by who sends one and who receives it. */
export type AboutFiles = Exclude<FromClient, { kind: "say" }>;

/** Files that go through the room: one at a time, so that there is room beside it for what is said. */
export class Transfers {
  #current: { readonly id: number; readonly transfer: Transfer } | undefined;
  #lastId = 0;

  /** `others`: who is to receive a file that is offered. False: bytes of a file that nobody waits for. */
  take(from: Member, message: AboutFiles, others: () => readonly Member[]): boolean {
    if (message.kind === "offer") {
      this.#offer(from, message, others());
      return true;
    }
    const transfer = this.#current?.id === message.transfer ? this.#current.transfer : undefined;
    switch (message.kind) {
      case "chunk":
        return transfer?.pass(from, message) ?? false;
      case "finish":
        transfer?.finish(from, message.sha256);
        break;
      case "had":
        transfer?.report(from, message.bytes);
        break;
      case "got":
        transfer?.confirm(from, message.sha256);
        break;
      case "giveUp":
        transfer?.drop(from, message.reason);
    }
    return true;
  }

  /** `how` completes "alice …". */
  leave(member: Member, how: string): void {
    this.#current?.transfer.drop(member, how);
  }

  #offer(sender: Member, { file, bytes }: Extract<AboutFiles, { kind: "offer" }>, receivers: readonly Member[]): void {
    const reason = this.#current
      ? `${this.#current.transfer.sender.name} is sending a file, and they go one at a time.`
      : receivers.length === 0 && "Nobody else is here.";
    if (reason) return void sender.deliver({ kind: "declined", reason });
    const id = ++this.#lastId;
    const over = () => {
      if (this.#current?.id === id) this.#current = undefined;
    };
    this.#current = { id, transfer: new Transfer({ id, sender, receivers, file, bytes, over }) };
  }
}
