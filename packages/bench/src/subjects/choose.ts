import type { TransportName } from "../scenarios/shape.ts";
import { loadSubjects } from "./load.ts";
import { peerSubjects } from "./peers/peers.ts";
import type { Subject } from "./subject.ts";

export interface Choice {
  readonly modules: readonly string[];
  readonly transports: readonly TransportName[];
  readonly peers: boolean;
}

/** What was asked for and cannot be measured here. */
export interface Unavailable {
  readonly transport: TransportName;
  readonly subject: string;
  readonly reason: string;
}

/** The subjects to measure, and those that were asked for and cannot be. Rejects as `loadSubjects`. */
export async function chooseSubjects({ modules, transports, peers }: Choice): Promise<{
  readonly subjects: readonly Subject[];
  readonly unavailable: readonly Unavailable[];
}> {
  const all = [...(await loadSubjects(modules)), ...(peers ? peerSubjects : [])];
  const subjects: Subject[] = [];
  const unavailable: Unavailable[] = [];
  for (const subject of all.filter(({ transport }) => transports.includes(transport))) {
    const reason = await subject.unavailable?.();
    if (reason === undefined) subjects.push(subject);
    else unavailable.push({ transport: subject.transport, subject: subject.name, reason });
  }
  return { subjects, unavailable };
}
