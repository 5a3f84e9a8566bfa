import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import type { ProvingExam } from "./exam.ts";
import { meet, replay, Side } from "./meeting.ts";
import { almost, newSession, repeatableSession } from "./session.ts";

/** What is owed by a mechanism whose server proves that it knows the client. */
export const mutualProofCases: Cases<ProvingExam> = {
  "covers the binding and the challenge in the server's proof, every byte of them (A-15)": async ({ make }) => {
    const pair = await make();
    const at = repeatableSession();
    const { client, server } = await meet(pair, { at });
    assert.ok(client.result, "an honest server was refused");
    for (const field of ["binding", "challenge"] as const) {
      for (let byte = 0; byte < at[field].length; byte++) {
        const elsewhere = new Side(pair.client, almost(at, field, byte));
        refused(await replay([nothing, ...server.said], elsewhere), `byte ${byte} of the ${field} is not covered`);
      }
    }
  },

  "refuses what the server said in another session (A-16)": async ({ make }) => {
    const pair = await make();
    const { server } = await meet(pair, { at: newSession() });
    refused(await replay([nothing, ...server.said], new Side(pair.client, newSession())));
  },

  "refuses its own messages, sent back to the client (A-16)": async ({ make }) => {
    const { client } = await make();
    const side = new Side(client, newSession());
    let echo: Uint8Array | undefined = nothing;
    while (echo && !side.result) echo = await side.hear(echo);
    refused(side);
  },

  "refuses a server that has nothing to say (A-20)": async ({ make }) => {
    const { client } = await make();
    const side = new Side(client, newSession());
    let said: Uint8Array | undefined = nothing;
    while (said && !side.result) said = await side.hear(nothing);
    refused(side);
  },
};

const nothing = new Uint8Array();

function refused({ result }: Side, otherwise = "the server was believed"): void {
  assert.equal(result, undefined, otherwise);
}
