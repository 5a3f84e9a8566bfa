import assert from "node:assert/strict";
import { inspect } from "node:util";
import { CountersignError } from "../../errors.ts";
import type { Cases } from "../cases.ts";
import { pattern } from "../pattern.ts";
import type { ProvingExam } from "./exam.ts";
import { type Meeting, meet, type Road } from "./meeting.ts";
import { newSession } from "./session.ts";

/** What is owed of messages, by a mechanism that proves anything. */
export const messageCases: Cases<ProvingExam> = {
  "fails when a bit of any byte of a message is changed (A-17)": async (exam) => {
    await withChanges(exam, (bytes) =>
      places(bytes, 256).flatMap((at) =>
        [at % 8, letterCaseBit].map((bit) => (message) => withBitChanged(message, at % message.length, bit)),
      ),
    );
  },

  "fails when a message is cut or extended (A-17)": async (exam) => {
    await withChanges(exam, (bytes) => [
      ...places(bytes, 32).map((end) => (message: Uint8Array) => message.slice(0, Math.min(end, message.length - 1))),
      (message) => Uint8Array.of(...message, 0),
      (message) => Uint8Array.of(0, ...message),
      (message) => Uint8Array.of(...message, ...message),
    ]);
  },

  "refuses junk with an error of core's (A-18)": async (exam) => {
    const sizes = [0, 1, 8, 31, 32, 33, 64, 65, 100, 255, 256, 1_000, 4_031];
    const junk = sizes.flatMap((bytes) => [
      ...[0, 0x2c, 0xff].map((byte) => new Uint8Array(bytes).fill(byte)),
      pattern(bytes),
    ]);
    const meetings = await withChanges(exam, () => junk.map((message) => () => message));
    for (const error of meetings.flatMap(({ client, server }) => [client.error, server.error])) {
      if (error !== undefined) assert.ok(error instanceof CountersignError, `threw ${inspect(error)}`);
    }
  },

  "shows its secrets in no message, error or log (A-19)": async ({ make }) => {
    const pair = await make();
    const { client, server, wrongSecret, unknownName, secrets } = pair;
    assert.ok(secrets.length > 0, "the exam names no secret to look for");
    const junk = () => pattern(100);
    const meetings = [
      await meet(pair, { at: newSession() }),
      await meet({ client: wrongSecret, server }, { at: newSession() }),
      await meet({ client: unknownName, server }, { at: newSession() }),
      await meet(pair, { at: newSession(), serverAt: newSession() }),
      await meet(pair, { at: newSession(), road: junk }),
    ];
    const messages = meetings.flatMap((meeting) => [...meeting.client.said, ...meeting.server.said]);
    const said = Buffer.concat(messages).toString("latin1");
    const errors = meetings.flatMap((meeting) => [meeting.client.error, meeting.server.error]);
    const logged = inspect([client, server, errors], { depth: Number.POSITIVE_INFINITY, showHidden: true });
    for (const form of secrets.flatMap(forms)) {
      assert.ok(!said.includes(form), "a secret is in a message");
      assert.ok(!logged.includes(form), "a secret is in an error, or in what is logged of an authenticator");
    }
  },
};

type Change = (message: Uint8Array) => Uint8Array;

/**
 * Runs an attempt for every change of every message that is not empty; `changes` is told its length. Each has to fail:
 * whoever gets the changed message, and needs a proof, must not finish.
 */
async function withChanges(exam: ProvingExam, changes: (bytes: number) => Change[]): Promise<Meeting[]> {
  const pair = await exam.make();
  const honest = await meet(pair, { at: newSession() });
  const senders = exam.proves === "both" ? (["client", "server"] as const) : (["client"] as const);
  const meetings: Meeting[] = [];
  for (const sender of senders) {
    for (const [turn, { length }] of honest[sender].said.entries()) {
      if (length === 0) continue;
      for (const [index, change] of changes(length).entries()) {
        const road: Road = (message, from, at) => (from === sender && at === turn ? change(message) : message);
        const meeting = await meet(pair, { at: newSession(), road });
        const receiver = sender === "client" ? meeting.server : meeting.client;
        assert.equal(receiver.result, undefined, `change ${index} of message ${turn} of the ${sender} did no harm`);
        meetings.push(meeting);
      }
    }
  }
  assert.ok(meetings.length > 0, "the mechanism proves something, and says nothing");
  return meetings;
}

const letterCaseBit = 5;

/** Places all over a message, `count` of them at most. */
function places(bytes: number, count: number): number[] {
  const step = Math.max(1, bytes / count);
  return Array.from({ length: Math.min(bytes, count) }, (_, index) => Math.floor(index * step));
}

function withBitChanged(message: Uint8Array, at: number, bit: number): Uint8Array {
  const changed = Uint8Array.from(message);
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
}

/** A secret as bytes, read as latin1 text, and as text that a log may show it in. */
function forms(secret: Uint8Array | string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = (["hex", "base64", "base64url"] as const).map((encoding) => bytes.toString(encoding));
  return [bytes.toString("latin1"), ...encoded.map((text) => text.replace(/=+$/, ""))];
}
