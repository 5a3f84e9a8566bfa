import { once } from "node:events";
import { findSubject } from "../subjects/load.ts";
import { runClient } from "./client.ts";
import type { Job } from "./job.ts";
import { runRelay } from "./relay.ts";
import { type Assignment, stop } from "./role.ts";
import { runServer } from "./server.ts";

/** Plays one side of a pair, or what stands between, until the parent says stop, or is gone. */
export async function runRole(assignment: Assignment): Promise<void> {
  process.once("disconnect", () => process.exit());
  process.on("message", (message) => {
    if (message === stop) process.exit();
  });
  if (assignment.role === "relay") return runRelay(assignment);
  // Listens before anything is loaded: a job that comes first would be lost.
  const job = once(process, "message").then(([message]) => message as Job);
  const subject = await findSubject(assignment.subject);
  await (assignment.role === "server"
    ? runServer(subject, assignment.setting)
    : runClient(subject, assignment.setting, job));
}
