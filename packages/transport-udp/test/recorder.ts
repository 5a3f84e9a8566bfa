import { setTimeout as delay } from "node:timers/promises";
import type { Link, LinkHint, LinkHost, LinkSink, Path } from "@countersign/core";

/** A sink that keeps what it is told. */
class Recorder implements LinkSink {
  readonly packets: string[] = [];
  readonly paths: Path[] = [];
  readonly hints: LinkHint[] = [];
  readonly ends: (Error | undefined)[] = [];
  turnEnds = 0;
  writables = 0;

  handlePacket(packet: Uint8Array, path: Path): void {
    this.packets.push(Buffer.from(packet).toString());
    this.paths.push(path);
  }

  handleTurnEnd(): void {
    this.turnEnds++;
  }

  handleWritable(): void {
    this.writables++;
  }

  handleHint(hint: LinkHint): void {
    this.hints.push(hint);
  }

  handleEnd(cause?: Error): void {
    this.ends.push(cause);
  }
}

export interface End {
  readonly link: Link;
  readonly sink: Recorder;
}

export function started(link: Link): End {
  const sink = new Recorder();
  link.start(sink);
  return { link, sink };
}

/** A host that keeps what it is shown, and starts every link with a recorder of its own. */
export class RecordingHost implements LinkHost {
  readonly screened: { readonly packet: string; readonly path: Path }[] = [];
  readonly accepted: End[] = [];
  readonly faults: Error[] = [];
  readonly #answer: LinkHost["screen"];

  constructor(answer: LinkHost["screen"] = () => "admit") {
    this.#answer = answer;
  }

  screen(packet: Uint8Array, path: Path): ReturnType<LinkHost["screen"]> {
    this.screened.push({ packet: Buffer.from(packet).toString(), path });
    return this.#answer(packet, path);
  }

  accept(link: Link): void {
    this.accepted.push(started(link));
  }

  handleFault(error: Error): void {
    this.faults.push(error);
  }
}

/** Resolves when `condition` holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(1);
}

/** Time for what must not happen to happen. */
export function idle(): Promise<void> {
  return delay(30);
}

/** Commits each packet, for the current path or another, and flushes. */
export function send(link: Link, packets: readonly (string | Uint8Array)[], path?: Path): void {
  for (const packet of packets) {
    const bytes = Buffer.from(packet);
    const room = link.reserve(bytes.length);
    if (!room) throw new Error("no room for a packet");
    room.set(bytes);
    link.commit(bytes.length, path);
  }
  link.flush();
}
