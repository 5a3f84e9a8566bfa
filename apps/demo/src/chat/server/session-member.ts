import type { Session } from "@countersign/core";
import { encode, type FromServer } from "../protocol.ts";
import type { Member } from "./room.ts";

/** A member who is at the other end of a session. What goes wrong with it, reading the session tells. */
export class SessionMember implements Member {
  readonly name: string;
  readonly #session: Session;

  constructor(session: Session, name: string) {
    this.#session = session;
    this.name = name;
  }

  deliver(message: FromServer): boolean {
    if (this.#session.room <= 0) return false;
    this.#send(message);
    return true;
  }

  dismiss(reason: string): void {
    this.#send({ kind: "goodbye", reason });
    this.#session.close().catch(() => {});
  }

  #send(message: FromServer): void {
    this.#session.send(encode(message)).catch(() => {});
  }
}
