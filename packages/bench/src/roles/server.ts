import { Peer } from "../measure/peer.ts";
import type { Subject } from "../subjects/subject.ts";
import type { Served } from "./job.ts";
import { reasonOf } from "./reason.ts";

/** Serves one subject for as long as the parent lives. */
export async function runServer(subject: Subject): Promise<void> {
  process.send?.(await serve(subject));
}

async function serve(subject: Subject): Promise<Served> {
  try {
    const ends = await subject.load();
    const { invitation } = await ends.serve((pipe) => new Peer(pipe));
    return { ok: true, invitation };
  } catch (error) {
    return { ok: false, error: reasonOf(error) };
  }
}
