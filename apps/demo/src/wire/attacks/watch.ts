import { setTimeout } from "node:timers/promises";
import type { Counters, Line, Side, Sight } from "../protocol.ts";
import type { Conversation } from "../stage/conversation.ts";

/** Sees what comes of an attack: counters that move, messages that arrive, sessions that end. */
export class Watch {
  readonly #conversation: Conversation;
  readonly #lines: Line[] = [];
  readonly #before: Readonly<Record<Side, Counters | null>>;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
    this.#before = { client: conversation.client.counters(), server: conversation.server.counters() };
  }

  /** Resolves when the two ends have nothing more to say to each other, or soon: then what is seen is the attack's. */
  static async calm({ client, server, wire }: Conversation): Promise<void> {
    const now = () => JSON.stringify([client.counters(), server.counters(), wire.capture.packets.length]);
    for (let look = 0, before = ""; look < 20 && before !== now(); look++) {
      before = now();
      await setTimeout(lookMs + wire.weather.delayMs);
    }
  }

  /** A line has come on a screen. */
  note(line: Line): void {
    this.#lines.push(line);
  }

  get sights(): Sight[] {
    return sides.flatMap((side) => [...this.#moved(side), ...this.#shown(side)]);
  }

  get sessionEnded(): boolean {
    return this.#conversation.phase === "ended";
  }

  /** Resolves when nothing more has happened for some time. `changed` is called whenever something has. */
  async untilQuiet(changed: () => void): Promise<void> {
    const patienceMs = quietMs + 6 * this.#conversation.wire.weather.delayMs;
    const { client, server } = this.#conversation;
    const endsAt = performance.now() + longestWatchMs;
    let last = "";
    for (let quietSince = performance.now(); performance.now() < endsAt; ) {
      const now = JSON.stringify(this.sights);
      if (now !== last) {
        last = now;
        quietSince = performance.now();
        changed();
      }
      if (performance.now() - quietSince > patienceMs && client.isHeard && server.isHeard) return;
      await setTimeout(lookMs);
    }
  }

  #moved(side: Side): Sight[] {
    const [before, now] = [this.#before[side], this.#conversation.end(side).counters()];
    if (!before || !now) return [];
    return counters.flatMap((name) => {
      const [from, to] = [before[name], now[name]];
      return from === to ? [] : [{ where: side, text: `${name} ${from} → ${to}`, good: true }];
    });
  }

  #shown(side: Side): Sight[] {
    return this.#lines
      .filter((line) => line.side === side && line.kind !== "said")
      .map(({ kind, text, code }) => {
        if (kind === "heard") return { where: side, text: `heard “${text}”`, good: true };
        return { where: side, text: code ? `${code}: ${text}` : text, good: true };
      });
  }
}

const sides = ["client", "server"] as const;

const counters = ["packetsForged", "packetsReplayed", "packetsLost"] as const;

const quietMs = 400;
const lookMs = 50;
const longestWatchMs = 20_000;
