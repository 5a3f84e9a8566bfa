import { insecurePlain } from "@countersign/core/testing";
import { tcp } from "@countersign/transport-tcp";
import { session } from "./session.ts";
import type { Ends } from "./subject.ts";

/** Control: a session whose cipher does nothing, so that what is left is the session's own cost. */
export function insecurePlainOverTcp(): Ends {
  return session(tcp(), insecurePlain());
}
