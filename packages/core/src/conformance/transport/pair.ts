import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Link, LinkHost, Transport, TransportListener } from "../../link.ts";
import type { TransportExam } from "./exam.ts";
import { Recorder } from "./recorder.ts";

/** One side of a link, with what it was told. */
export interface End {
  readonly link: Link;
  readonly sink: Recorder;
}

interface Ends {
  readonly client: End;
  readonly server: End;
}

export interface Pair extends Ends {
  readonly transport: Transport;
  readonly listener: TransportListener;
  /** Ends that were accepted and that `open` has not returned. */
  readonly accepted: readonly End[];
  /** Another link to the same listener. */
  open(): Promise<Ends>;
  /** Resolves when `condition` holds, and fails the case when that takes too long. */
  until(what: string, condition: () => boolean): Promise<void>;
}

/** Runs `body` with two started links that are each other's peer, and leaves nothing behind. */
export async function withPair(subject: TransportExam, body: (pair: Pair) => Promise<void>): Promise<void> {
  const transport = subject.make();
  const links: Link[] = [];
  const accepted: End[] = [];
  const until = (what: string, condition: () => boolean) => untilTrue(what, condition, subject.patienceMs);
  const start = (link: Link): End => {
    const end = { link, sink: new Recorder() };
    links.push(link);
    link.start(end.sink);
    return end;
  };
  const listener = await transport.listen(
    subject.address,
    hostOf((link) => accepted.push(start(link))),
  );
  const open = async (): Promise<Ends> => {
    const client = start(await transport.dial(listener.address));
    if (subject.lossy) send(client, stranger);
    await until("the listener to accept a link", () => accepted.length > 0);
    const server = accepted.shift() as End;
    if (subject.lossy) await until("the packet that was admitted", () => server.sink.packets.length > 0);
    server.sink.clear();
    return { client, server };
  };
  try {
    await body({ transport, listener, accepted, open, until, ...(await open()) });
  } finally {
    for (const link of links) link.abort();
    await listener.close();
  }
}

export function hostOf(accept: (link: Link) => void): LinkHost {
  return { screen: () => "admit", accept, handleFault: () => {} };
}

export async function untilTrue(what: string, condition: () => boolean, patienceMs = 4_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new assert.AssertionError({ message: `waited in vain for ${what}` });
    await delay(1);
  }
}

/** What the client of a lossy link says first: as much as a HELLO. */
const stranger = new Uint8Array(1_200).fill(0x5a);

/** Time for what must not happen to happen. */
export function idle(): Promise<void> {
  return delay(50);
}

/** Commits each packet, for which there must be room, and flushes. */
export function send({ link }: End, ...packets: Uint8Array[]): void {
  for (const packet of packets) {
    const room = link.reserve(packet.length);
    assert.ok(room, "a link with nothing to send has no room for a packet");
    assert.ok(room.length >= packet.length, "the loan is smaller than what was asked for");
    room.set(packet);
    link.commit(packet.length);
  }
  link.flush();
}

/** The packet of this number: no two look alike, nor do two bytes beside each other. */
export function numbered(number: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => number * 31 + index * 7 + (index >> 8));
}
