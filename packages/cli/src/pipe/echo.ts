import type { Session } from "@countersign/core";

/** Sends back every message. Rejects with what ended the session, unless it was closed properly. */
export async function echo(session: Session): Promise<void> {
  for await (const message of session) await session.send(message);
  await session.close();
}
