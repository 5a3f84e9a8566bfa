import assert from "node:assert/strict";
import { CountersignError, PeerError } from "../../errors.ts";
import type { Cases } from "../cases.ts";
import type { ProvingExam } from "./exam.ts";
import { meet, replay, Side } from "./meeting.ts";
import { almost, newSession, repeatableSession } from "./session.ts";

/** What is owed by a mechanism whose client proves who it is. */
export const clientProofCases: Cases<ProvingExam> = {
  "gives the server the client's name (A-14)": async ({ make }) => {
    const pair = await make();
    const { server } = await meet(pair, { at: newSession() });
    assert.equal(server.result?.peer.name, pair.clientName);
  },

  "refuses a client with a wrong secret (A-14)": async ({ make }) => {
    const { server, wrongSecret } = await make();
    refused((await meet({ client: wrongSecret, server }, { at: newSession() })).server);
  },

  "refuses an unknown name in the same words as a wrong secret (A-5)": async ({ make }) => {
    const { server, wrongSecret, unknownName } = await make();
    const known = refused((await meet({ client: wrongSecret, server }, { at: newSession() })).server);
    const unknown = refused((await meet({ client: unknownName, server }, { at: newSession() })).server);
    assert.deepEqual(sizes(unknown), sizes(known), "the messages of the server tell whether it knows the name");
    assert.deepEqual(words(unknown), words(known));
  },

  "waits where it has said whom the client claims to be, known or not (A-22)": async ({ make }) => {
    const { client, clientName, server, unknownName } = await make();
    const claimed: string[] = [];
    const claim = async (name: string) => {
      claimed.push(name);
      throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "Too many attempts failed under this name.");
    };
    for (const each of [client, unknownName]) {
      refused((await meet({ client: each, server }, { at: { ...newSession(), claim } })).server, "it did not wait");
    }
    assert.equal(claimed.length, 2, "it has to say the name once in each attempt");
    assert.equal(claimed[0], clientName);
  },

  "covers the binding, every byte of it (A-15)": (exam) => coversEveryByteOf("binding", exam),

  "covers the challenge, every byte of it (A-15)": (exam) => coversEveryByteOf("challenge", exam),

  "refuses to be relayed between two sessions (A-15)": async ({ make }) => {
    const pair = await make();
    refused((await meet(pair, { at: newSession(), serverAt: newSession() })).server);
  },

  "refuses what the client said in another session (A-16)": async ({ make }) => {
    const pair = await make();
    const { client } = await meet(pair, { at: newSession() });
    refused(await replay(client.said, new Side(pair.server, newSession())));
  },

  "refuses its own answers, sent back to the server (A-16)": async ({ make }) => {
    const pair = await make();
    const at = repeatableSession();
    const { server } = await meet(pair, { at });
    refused(await replay([...server.said, ...server.said], new Side(pair.server, at)));
  },
};

/** One that hears the client's proof where a single bit of the session is different. */
async function coversEveryByteOf(field: "binding" | "challenge", { make }: ProvingExam): Promise<void> {
  const pair = await make();
  const at = repeatableSession();
  const { client, server } = await meet(pair, { at });
  assert.ok(server.result, "an honest client was refused");
  for (let byte = 0; byte < at[field].length; byte++) {
    refused(await replay(client.said, new Side(pair.server, almost(at, field, byte))), `byte ${byte} is not covered`);
  }
}

function refused(side: Side, otherwise = "the client was admitted"): Side {
  assert.equal(side.result, undefined, otherwise);
  return side;
}

function sizes({ said }: Side): number[] {
  return said.map((message) => message.length);
}

function words({ error }: Side) {
  assert.ok(error instanceof CountersignError, "refused with an error that is none of core's");
  return { name: error.name, code: error.code, message: error.message };
}
