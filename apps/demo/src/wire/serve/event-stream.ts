import type { ServerResponse } from "node:http";
import type { Update } from "../protocol.ts";

/** Tells every open page what happens (Server-Sent Events, HTML Living Standard §9.2). */
export class EventStream {
  readonly #pages = new Set<ServerResponse>();
  #waiting: Update[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Sends later, together with what else happens in the meantime. */
  readonly publish = (update: Update): void => {
    if (this.#pages.size === 0) return;
    this.#waiting.push(update);
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
  };

  /** Begins with `first`; everything that is published later follows. */
  add(page: ServerResponse, first: Update): void {
    this.#flush();
    page.write(`retry: ${retryMs}\n\n${event([first])}`);
    this.#pages.add(page);
    page.on("close", () => this.#pages.delete(page));
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const page of this.#pages) page.end();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = event(withoutOvertaken(this.#waiting));
    this.#waiting = [];
    for (const page of this.#pages) {
      // A page that does not read comes again, and gets everything anew.
      if (page.writableLength > mostUnreadBytes) page.destroy();
      else page.write(text);
    }
  }
}

/** Of several states of one packet, only the last. */
function withoutOvertaken(updates: readonly Update[]): Update[] {
  const last = new Map<number, Update>();
  for (const update of updates) if (update.type === "packet") last.set(update.packet.number, update);
  return updates.filter((update) => update.type !== "packet" || last.get(update.packet.number) === update);
}

function event(updates: readonly Update[]): string {
  return `data: ${JSON.stringify(updates)}\n\n`;
}

const gatherMs = 30;
const retryMs = 500;
const mostUnreadBytes = 8 * 1024 * 1024;
