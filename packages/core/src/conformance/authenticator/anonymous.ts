import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import type { AnonymousExam } from "./exam.ts";
import { meet } from "./meeting.ts";
import { newSession } from "./session.ts";

/** What is owed by a mechanism that proves nobody. */
export const anonymousCases: Cases<AnonymousExam> = {
  "never has a name, nor a secret that would seem to prove one (A-6)": async ({ make }) => {
    const { server } = await meet(await make(), { at: newSession() });
    assert.equal(server.result?.peer.name, undefined);
    assert.equal(server.result?.secret, undefined);
  },
};
