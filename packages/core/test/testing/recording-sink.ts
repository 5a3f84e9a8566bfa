import type { Link, LinkHint, LinkSink, Path } from "../../src/link.ts";

/** Writes down what a link tells it: packets as text, everything else as `<name>`. */
export class RecordingSink implements LinkSink {
  readonly events: string[] = [];
  readonly paths: Path[] = [];
  cause: Error | undefined;
  /** Called after the event was written down. */
  onPacket: (packet: Uint8Array) => void = () => {};
  onTurnEnd: () => void = () => {};
  onEnd: () => void = () => {};

  /** The packets alone. */
  get packets(): readonly string[] {
    return this.events.filter((event) => !event.startsWith("<"));
  }

  handlePacket(packet: Uint8Array, path: Path): void {
    this.events.push(textOf(packet));
    this.paths.push(path);
    this.onPacket(packet);
  }

  handleTurnEnd(): void {
    this.events.push("<turn end>");
    this.onTurnEnd();
  }

  handleWritable(): void {
    this.events.push("<writable>");
  }

  handleHint(hint: LinkHint): void {
    this.events.push(`<${hint.kind}${hint.kind === "too-large" ? ` ${hint.bytes}` : ""}>`);
  }

  handleEnd(cause?: Error): void {
    this.events.push("<end>");
    this.cause = cause;
    this.onEnd();
  }
}

/** Commits each text as one packet and flushes. Throws when there is no room. */
export function send(link: Link, ...texts: readonly string[]): void {
  for (const text of texts) commit(link, text);
  link.flush();
}

export function commit(link: Link, text: string, path?: Path): void {
  const bytes = bytesOf(text);
  const loan = link.reserve(bytes.length);
  if (!loan) throw new Error("no room");
  loan.set(bytes);
  link.commit(bytes.length, path);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
