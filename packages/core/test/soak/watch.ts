import type { Session } from "../../src/index.ts";
import type { Direction } from "../../src/testing/index.ts";

/** The most that one end has kept, in bytes. */
export interface Kept {
  unacknowledged: number;
  unsent: number;
  unread: number;
}

/** Looks at what sessions keep, and counts packets, from the network's tap. */
export class Watch {
  readonly packets = { "client-to-server": 0, "server-to-client": 0 };
  readonly kept: Record<"client" | "server", Kept> = { client: nothing(), server: nothing() };
  #sessions: { readonly client: Session; readonly server: Session } | undefined;

  begin(client: Session, server: Session): void {
    this.#sessions = { client, server };
    this.packets["client-to-server"] = 0;
    this.packets["server-to-client"] = 0;
  }

  readonly tap = (packet: Uint8Array, direction: Direction): Uint8Array => {
    this.packets[direction]++;
    this.look();
    return packet;
  };

  look(): void {
    if (!this.#sessions) return;
    for (const role of ["client", "server"] as const) {
      const { unacknowledgedBytes, queuedBytes, unreadBytes } = this.#sessions[role].stats();
      const kept = this.kept[role];
      kept.unacknowledged = Math.max(kept.unacknowledged, unacknowledgedBytes);
      kept.unsent = Math.max(kept.unsent, queuedBytes);
      kept.unread = Math.max(kept.unread, unreadBytes);
    }
  }
}

function nothing(): Kept {
  return { unacknowledged: 0, unsent: 0, unread: 0 };
}
