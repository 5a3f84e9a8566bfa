import { type FromServer, maxMembers } from "../protocol.ts";
import { AlreadySaid } from "./already-said.ts";

/** One who is in the room: somebody's session, as the room sees it. */
export interface Member {
  /** Proven. Several members may have one name: one person at several places. */
  readonly name: string;
  /** Sends the message. False: too much waits to be read there already, and the message is dropped. */
  deliver(message: FromServer): boolean;
  /** Ends the membership after what is already on its way, with a reason for people. */
  dismiss(reason: string): void;
}

/**
 * Who is here, and who hears what: everybody hears everything, in the same order, what they said themselves included.
 * A member who does not keep up is dismissed, so that the others never wait. A name comes with its first member and
 * leaves with its last.
 */
export class Room {
  readonly #members = new Set<Member>();
  readonly #alreadySaid = new AlreadySaid();

  /** Each once, in alphabetical order. */
  get names(): readonly string[] {
    return [...new Set(Array.from(this.#members, ({ name }) => name))].sort();
  }

  /** Nobody more may join. */
  get isFull(): boolean {
    return this.#members.size >= maxMembers;
  }

  /** Everybody but `member`, who has to be here: nobody for whoever has left. */
  others(member: Member): readonly Member[] {
    return this.#members.has(member) ? [...this.#members].filter((each) => each !== member) : [];
  }

  join(member: Member): void {
    if (!this.#hasName(member.name)) this.#tell({ kind: "joined", name: member.name });
    this.#members.add(member);
    member.deliver({ kind: "welcome", names: this.names });
  }

  /**
   * Nobody hears whoever has left already. `line` names what a client says again after a break: who heard it before does
   * not hear it twice.
   */
  say(member: Member, text: string, line?: string): void {
    if (!this.#members.has(member)) return;
    const said = { kind: "said", name: member.name, text, line } as const;
    if (line === undefined || this.#alreadySaid.isNew(member.name, line)) this.#tell(said);
    else member.deliver(said);
  }

  /** `how` completes "alice …". Nothing happens to whoever has left already. */
  leave(member: Member, how: string): void {
    if (!this.#members.delete(member) || this.#hasName(member.name)) return;
    this.#tell({ kind: "left", name: member.name, how });
  }

  /** Dismisses everybody. */
  close(reason: string): void {
    const members = [...this.#members];
    this.#members.clear();
    for (const member of members) member.dismiss(reason);
  }

  #hasName(name: string): boolean {
    return this.names.includes(name);
  }

  #tell(message: FromServer): void {
    const slow = [...this.#members].filter((member) => !member.deliver(message));
    for (const member of slow) {
      if (!this.#members.has(member)) continue;
      member.dismiss("You did not keep up with what was said.");
      this.leave(member, "did not keep up, and had to leave");
    }
  }
}
