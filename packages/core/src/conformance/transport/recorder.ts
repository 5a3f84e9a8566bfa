import type { LinkHint, LinkSink, Path } from "../../link.ts";

/** A sink that keeps everything it is told. */
export class Recorder implements LinkSink {
  readonly packets: Uint8Array[] = [];
  /** Where each of them came from. */
  readonly paths: Path[] = [];
  readonly ends: (Error | undefined)[] = [];
  /** How many packets had been handed over at the last end of a turn. */
  packetsAtTurnEnd = 0;
  writables = 0;
  /** What the link said when it owed silence: after `handleEnd`, or after `owedSilence` was called. */
  readonly undue: string[] = [];
  /** Called inside `handlePacket`, with the link's own memory. */
  onPacket: ((packet: Uint8Array) => void) | undefined;
  #silence = false;

  /** Forgets the packets so far. */
  clear(): void {
    this.packets.length = 0;
    this.paths.length = 0;
  }

  owedSilence(): void {
    this.#silence = true;
  }

  handlePacket(packet: Uint8Array, path: Path): void {
    this.#note("a packet");
    this.packets.push(new Uint8Array(packet));
    this.paths.push(path);
    this.onPacket?.(packet);
  }

  handleTurnEnd(): void {
    this.#note("the end of a turn");
    this.packetsAtTurnEnd = this.packets.length;
  }

  handleWritable(): void {
    this.#note("room");
    this.writables++;
  }

  handleHint(hint: LinkHint): void {
    this.#note(`a hint, ${hint.kind}`);
  }

  handleEnd(cause?: Error): void {
    this.#note("the end");
    this.ends.push(cause);
    this.#silence = true;
  }

  #note(event: string): void {
    if (this.#silence) this.undue.push(event);
  }
}
