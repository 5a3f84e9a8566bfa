import { setTimeout as delay } from "node:timers/promises";
import type { Link, LinkHost, LinkSink, Path } from "@countersign/core";

/** A sink that keeps what it is told. `onPacket` sees the link's own memory. */
export class Recorder implements LinkSink {
  readonly packets: Buffer[] = [];
  readonly ends: (Error | undefined)[] = [];
  paths = new Set<Path>();
  turnEnds = 0;
  writables = 0;
  onPacket: (packet: Uint8Array) => void = (packet) => void this.packets.push(Buffer.from(packet));
  onTurnEnd = () => {};
  onWritable = () => {};

  handlePacket(packet: Uint8Array, path: Path): void {
    this.paths.add(path);
    this.onPacket(packet);
  }

  handleTurnEnd(): void {
    this.turnEnds++;
    this.onTurnEnd();
  }

  handleWritable(): void {
    this.writables++;
    this.onWritable();
  }

  handleHint(): void {}

  handleEnd(cause?: Error): void {
    this.ends.push(cause);
  }
}

/** A host that starts every link with a recorder of its own. */
export class RecordingHost implements LinkHost {
  readonly accepted: { readonly link: Link; readonly sink: Recorder }[] = [];
  readonly faults: Error[] = [];

  screen(): "ignore" {
    return "ignore";
  }

  accept(link: Link): void {
    const sink = new Recorder();
    this.accepted.push({ link, sink });
    link.start(sink);
  }

  handleFault(error: Error): void {
    this.faults.push(error);
  }
}

/** Resolves when `condition` holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(1);
}

export function send(link: Link, ...packets: Uint8Array[]): void {
  for (const packet of packets) {
    const room = link.reserve(packet.length);
    if (!room) throw new Error("no room for a packet");
    room.set(packet);
    link.commit(packet.length);
  }
  link.flush();
}
