import assert from "node:assert/strict";
import { inspect } from "node:util";
import { maxAuthMessageBytes, maxAuthSteps } from "../../wire.ts";
import type { Cases } from "../cases.ts";
import { assertOtherBytes, assertSameBytes } from "../same-bytes.ts";
import type { AuthenticatorExam } from "./exam.ts";
import { type Meeting, meet } from "./meeting.ts";
import { newSession } from "./session.ts";

/** What every mechanism owes, whatever it proves. */
export const mechanismCases: Cases<AuthenticatorExam> = {
  "has one name on both sides, of printable ASCII (A-11)": async ({ make }) => {
    const { client, server } = await make();
    assert.match(client.mechanism, /^[!-~]{1,64}$/);
    assert.equal(client.mechanism, server.mechanism);
    assert.equal(client.role, "client");
    assert.equal(server.role, "server");
  },

  "finishes on both sides, which know the mechanism, and the client no name (A-11, A-14)": async ({ make }) => {
    const pair = await make();
    const [client, server] = finished(await meet(pair, { at: newSession() }));
    assert.deepEqual({ ...client.peer }, { mechanism: pair.client.mechanism });
    assert.equal(server.peer.mechanism, pair.server.mechanism);
  },

  "gives both sides the same secret, of 32 bytes or more, or none (A-12)": async ({ make }) => {
    const [client, server] = finished(await meet(await make(), { at: newSession() }));
    if (!client.secret && !server.secret) return;
    assertSameBytes(client.secret, server.secret ?? new Uint8Array(), "the secret");
    assert.ok(client.secret && client.secret.length >= 32, "the secret is shorter than 32 bytes");
  },

  "gives every session another secret (A-12)": async ({ make }) => {
    const pair = await make();
    const secrets: Uint8Array[] = [];
    for (let session = 0; session < 3; session++) {
      const [{ secret }] = finished(await meet(pair, { at: newSession() }));
      if (!secret) return;
      for (const other of secrets) assertOtherBytes(secret, other, "the secret of another session");
      secrets.push(Uint8Array.from(secret));
    }
  },

  "takes 8 steps on each side at most, of 4,031 bytes at most (A-4)": async ({ make }) => {
    const meeting = await meet(await make(), { at: newSession() });
    finished(meeting);
    for (const { said } of [meeting.client, meeting.server]) {
      assert.ok(said.length <= maxAuthSteps, `${said.length} steps`);
      for (const message of said) assert.ok(message.length <= maxStepBytes, `a message of ${message.length} bytes`);
    }
  },

  "keeps attempts apart that run at once (A-13)": async ({ make }) => {
    const pair = await make();
    const meetings = await Promise.all([1, 2, 3, 4].map(() => meet(pair, { at: newSession() })));
    for (const meeting of meetings) {
      const [client, server] = finished(meeting);
      assert.deepEqual(client.secret, server.secret);
    }
  },
};

/** A body, less the mechanism's name in BEGIN. */
const maxStepBytes = maxAuthMessageBytes - 65;

function finished({ client, server }: Meeting) {
  const reason = inspect(client.error ?? server.error);
  assert.ok(client.result, `the client did not finish: ${reason}`);
  assert.ok(server.result, `the server did not finish: ${reason}`);
  return [client.result, server.result] as const;
}
