import type { Link, LinkHost } from "../../src/link.ts";
import { type MemoryOptions, type MemoryTransport, memory } from "../../src/testing/memory.ts";
import { type VirtualClock, virtualClock } from "../../src/testing/virtual-clock.ts";
import { RecordingSink } from "./recording-sink.ts";

export interface End {
  readonly link: Link;
  readonly sink: RecordingSink;
}

export interface MemoryPair {
  readonly clock: VirtualClock;
  readonly transport: MemoryTransport;
  readonly client: End;
  readonly server: End;
}

/** Two started ends of one memory link in virtual time. */
export async function memoryPair(options: Omit<MemoryOptions, "clock"> = {}): Promise<MemoryPair> {
  const clock = virtualClock();
  const transport = memory({ ...options, clock });
  const accepted: End[] = [];
  await transport.listen(
    "memory:server",
    accepting((link) => accepted.push(started(link))),
  );
  const client = started(await transport.dial("memory:server"));
  return { clock, transport, client, server: only(accepted) };
}

/** The one there is. */
export function only<T>(things: readonly T[]): T {
  const [thing] = things;
  if (thing === undefined || things.length > 1) throw new Error(`${things.length} where one was expected`);
  return thing;
}

export function started(link: Link): End {
  const sink = new RecordingSink();
  link.start(sink);
  return { link, sink };
}

/** A host that only accepts links. */
export function accepting(accept: (link: Link) => void): LinkHost {
  return { accept, screen: () => "ignore", handleFault: (error) => Promise.reject(error) };
}
