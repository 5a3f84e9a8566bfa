import { once } from "node:events";
import { findSubject, type SubjectReference } from "../subjects/load.ts";
import { runClient } from "./client.ts";
import type { Job } from "./job.ts";
import { type Role, stop } from "./role.ts";
import { runServer } from "./server.ts";

/** Plays one side of a pair until the parent says stop, or is gone. */
export async function runRole(role: Role, reference: SubjectReference): Promise<void> {
  process.once("disconnect", () => process.exit());
  process.on("message", (message) => {
    if (message === stop) process.exit();
  });
  // Listens before anything is loaded: a job that comes first would be lost.
  const job = once(process, "message").then(([message]) => message as Job);
  const subject = await findSubject(reference);
  await (role === "server" ? runServer(subject) : runClient(subject, job));
}
