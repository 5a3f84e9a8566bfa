import { findSubject, type SubjectReference } from "../subjects/load.ts";
import { runClient } from "./client.ts";
import { type Role, stop } from "./role.ts";
import { runServer } from "./server.ts";

/** Plays one side of a pair until the parent says stop, or is gone. */
export async function runRole(role: Role, reference: SubjectReference): Promise<void> {
  process.once("disconnect", () => process.exit());
  process.on("message", (message) => {
    if (message === stop) process.exit();
  });
  const run = role === "server" ? runServer : runClient;
  await run(await findSubject(reference));
}
