import { CountersignError, type Session } from "@countersign/core";
import type { Counters, Line, Side } from "../protocol.ts";

export type Tell = (line: Omit<Line, "id">) => void;

/** One side of a conversation as its user sees it: what is said and heard, and how it ends. */
export class End {
  readonly side: Side;
  readonly #tell: Tell;
  #session: Session | undefined;
  #over = false;

  constructor(side: Side, tell: Tell) {
    this.side = side;
    this.#tell = tell;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  get isOpen(): boolean {
    return this.#session !== undefined && !this.#over;
  }

  get isOver(): boolean {
    return this.#over;
  }

  attach(session: Session, changed: () => void): void {
    this.#session = session;
    session.on("message", (message) => {
      const text = shown(message);
      if (text !== undefined) this.#line("heard", text);
    });
    session.on("close", (error) => {
      this.#over = true;
      if (error) this.fail(error);
      else this.#line("news", "closed properly");
      changed();
    });
  }

  /** Nothing came of it, or it broke. */
  fail(error: Error): void {
    const code = error instanceof CountersignError ? error.code : undefined;
    this.#tell({ side: this.side, kind: "trouble", text: error.message, ...(code && { code }) });
  }

  news(text: string): void {
    this.#line("news", text);
  }

  /** Sends one message. Throws UsageError when the session is over. */
  say(text: string): void {
    if (!this.#session) return;
    // What ends the session is told by its "close" event.
    this.#session.send(text).catch(() => {});
    this.#line("said", text);
  }

  /** Sends many messages at once, which are not all put on the screen. */
  burst(messages: number, bytes: number): void {
    if (!this.#session) return;
    for (let i = 1; i <= messages; i++) this.#session.send(`${i} of ${messages}`.padEnd(bytes, ".")).catch(() => {});
    this.#line("said", `${messages} messages of ${bytes.toLocaleString("en")} bytes`);
  }

  /** Everything that was said has arrived, as far as this side can know. */
  get isHeard(): boolean {
    if (!this.#session || this.#over) return true;
    const { queuedBytes, unacknowledgedBytes } = this.#session.stats();
    return queuedBytes + unacknowledgedBytes === 0;
  }

  counters(): Counters | null {
    if (!this.#session) return null;
    const { messagesSent, messagesReceived, packetsSent, packetsReceived, ...stats } = this.#session.stats();
    const { packetsForged, packetsReplayed, packetsLost, roundTripMs = null } = stats;
    const packets = { packetsSent, packetsReceived, packetsForged, packetsReplayed, packetsLost };
    return { messagesSent, messagesReceived, ...packets, roundTripMs };
  }

  #line(kind: Line["kind"], text: string): void {
    this.#tell({ side: this.side, kind, text });
  }
}

/** Some of a burst by their beginnings, undefined for the others; anything else as it came, up to a length. */
function shown(message: Buffer): string | undefined {
  const text = message.toString("utf8");
  const [, number, count] = burstMessage.exec(text) ?? [];
  if (number !== undefined) return Number(number) % 50 === 0 ? `${number} of ${count}` : undefined;
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}

const burstMessage = /^(\d+) of (\d+)\.{500,}$/;
const shownCharacters = 2_000;
