import { Peer } from "../measure/peer.ts";
import type { Setting, Subject } from "../subjects/subject.ts";
import type { Served } from "./job.ts";
import { reasonOf } from "./reason.ts";

/** Serves one subject for as long as the parent lives. */
export async function runServer(subject: Subject, setting: Setting): Promise<void> {
  process.send?.(await serve(subject, setting));
}

async function serve(subject: Subject, setting: Setting): Promise<Served> {
  try {
    const ends = await subject.load(setting);
    const { invitation } = await ends.serve((pipe) => new Peer(pipe));
    return { ok: true, invitation };
  } catch (error) {
    return { ok: false, error: reasonOf(error) };
  }
}
