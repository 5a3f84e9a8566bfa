import type { Session } from "@countersign/core";
import { encode, type FromClient } from "../protocol.ts";

/** Sends a message, and waits for room. What goes wrong with the session, hearing tells. */
export async function tell(session: Session, message: FromClient): Promise<void> {
  try {
    await session.send(encode(message));
  } catch {
    // It is over.
  }
}
