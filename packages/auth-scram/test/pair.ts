import type { ProvingPair } from "@countersign/core/conformance";
import { password } from "../src/index.ts";
import { secretOfAlice, secretOfBob, server } from "./users.ts";

/** What the exam of authenticators examines. */
export const pair: ProvingPair = {
  client: password("alice", secretOfAlice),
  server,
  clientName: "alice",
  wrongSecret: password("alice", "another horse battery staple"),
  unknownName: password("carol", secretOfAlice),
  secrets: [secretOfAlice, secretOfBob],
};
