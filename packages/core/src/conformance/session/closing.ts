import assert from "node:assert/strict";
import { once } from "node:events";
import { Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import { code, contents, onStage, type SessionExam, take, takeAll } from "./stage.ts";

export const closingCases: Cases<SessionExam> = {
  "delivers everything sent before it (S-6)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const sent = Array.from({ length: 50 }, (_, i) => contents(i * 5_000, i));
    for (const message of sent) void client.send(message);
    const [received] = await Promise.all([takeAll(server), client.close()]);
    assertSameList(received, sent);
  }),

  "waits for the answer to the last message (S-7)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const serve = async () => {
      for await (const message of server) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await server.send(`answer to ${message}`);
      }
    };
    await client.send("last question");
    const [answers] = await Promise.all([takeAll(client), client.close(), serve()]);
    assert.equal(String(answers), "answer to last question");
  }),

  "lets a slow reader have everything, with nothing left out (S-5, S-7)": onStage(
    async ({ pair }) => {
      const { client, server } = await pair({ limits: { receiveBufferBytes: 100_000 } });
      const sent = Array.from({ length: 60 }, (_, i) => contents(50_000, i));
      for (const message of sent) void server.send(message);
      const closing = client.close({ timeout: 30_000 });
      const received: Buffer[] = [];
      for await (const message of client) {
        received.push(message);
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (received.length === sent.length) void server.close();
      }
      await closing;
      assert.ok(received.length === sent.length && received.every((message, i) => message.equals(sent[i] as Buffer)));
    },
    { limits: { receiveBufferBytes: 100_000 } },
  ),

  "of a server that speaks first and is done leaves the client free to answer (S-7)": onStage(
    async ({ connect, accepted }) => {
      const serve = async () => {
        const session = await accepted();
        void session.send("a question");
        await session.close();
        return takeAll(session);
      };
      const answer = async () => {
        const client = await connect();
        for await (const question of client) await client.send(`the answer to ${question}`);
      };
      const [answers] = await Promise.all([serve(), answer()]);
      assert.equal(String(answers), "the answer to a question");
    },
  ),

  "lets the last of a stream through, after the peer's end (S-7, I-10)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const upperCase = new Transform({
      transform: (chunk, _encoding, done) => done(null, chunk.toString().toUpperCase()),
      flush: (done) => done(null, "!"),
    });
    const [near, far] = [client.stream(), server.stream()];
    const answer: Buffer[] = [];
    const read = async () => {
      for await (const chunk of near) answer.push(chunk);
    };
    near.end("hello");
    await Promise.all([pipeline(far, upperCase, far), read()]);
    assert.equal(Buffer.concat(answer).toString(), "HELLO!");
  }),

  "of a server that is done before it has begun leaves the client free to speak (S-7, I-10)": onStage(
    async ({ connect, accepted }) => {
      const hear = async () => text((await accepted()).stream().end());
      const speak = async () => text((await connect()).stream().end("nobody asked"));
      const [heard, answer] = await Promise.all([hear(), speak()]);
      assert.deepEqual([heard, answer], ["nobody asked", ""]);
    },
  ),

  "may come from both sides at once (S-6)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    await Promise.all([client.close(), server.close()]);
  }),

  "is told once, without an error, on both sides (I-16)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const told = [client, server].map((session) => {
      const ends: unknown[] = [];
      session.on("close", (error) => ends.push(error));
      return ends;
    });
    await client.close();
    await client.close();
    while (!told.every((ends) => ends.length > 0)) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(told, [[undefined], [undefined]]);
  }),

  "is the end of sending, on both sides (S-10, I-17)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const answered = once(server, "close");
    await client.close();
    await answered;
    for (const session of [client, server]) {
      await assert.rejects(session.send("too late"), code("ERR_COUNTERSIGN_CLOSED"));
      assert.equal(session.sendDatagram("too late"), false);
    }
  }),

  "happens by itself at the end of a scope (I-18)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    {
      await using session = client;
      await session.send("in scope");
    }
    assert.equal(String(await takeAll(server)), "in scope");
  }),

  "by abort is an error on both sides, after what had arrived (S-8)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const reason = new Error("enough");
    const aborted = once(client, "close");
    client.abort(reason);
    const [error] = (await aborted) as [Error];
    assert.ok(code("ERR_COUNTERSIGN_ABORTED")(error));
    assert.equal(error.cause, reason);
    await assert.rejects(takeAll(server), code("ERR_COUNTERSIGN_PEER_ABORTED"));
    await assert.rejects(server.send("too late"), code("ERR_COUNTERSIGN_PEER_ABORTED"));
    await assert.rejects(client.close(), code("ERR_COUNTERSIGN_ABORTED"));
  }),

  "of the server does not depend on the listeners of its sessions (I-19)": onStage(async ({ pair, server }) => {
    const { server: accepted } = await pair();
    accepted.removeAllListeners();
    await server.close();
    assert.equal(server.sessions.size, 0);
    assert.throws(() => server.close({ drain: Number.NaN }), code("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
  }),

  "by abort in the middle of receiving is told too (S-8)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    server.once("message", () => server.abort());
    await client.send("the last straw");
    await assert.rejects(takeAll(client), code("ERR_COUNTERSIGN_PEER_ABORTED"));
  }),

  "comes after the last message, for a reader that stops right there (I-16)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const ended = once(server, "close");
    void client.send("one");
    void client.send("two");
    await client.close();
    await take(server, 2);
    assert.deepEqual(await ended, [undefined]);
  }),

  "of the server closes every session and refuses new ones (I-19)": onStage(async ({ pair, server, connect }) => {
    const { client, server: accepted } = await pair();
    void accepted.send("before the end");
    const [messages] = await Promise.all([takeAll(client), server.close()]);
    assert.equal(String(messages), "before the end");
    await assert.rejects(connect(), code("ERR_COUNTERSIGN_CONNECT"));
    assert.equal(server.sessions.size, 0);
  }),

  "is confirmed when all has arrived, though nobody has read it yet (S-6)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    await client.send("unread");
    await client.close();
    assert.equal(String(await takeAll(server)), "unread");
  }),

  "is reported when the peer does not confirm it in time (S-9)": onStage(
    async ({ pair }) => {
      const { client, server } = await pair();
      for (let i = 0; i < 1_000; i++) void client.send(contents(20_000, i));
      await assert.rejects(client.close({ timeout: 100 }), code("ERR_COUNTERSIGN_CLOSE_TIMEOUT"));
      await assert.rejects(takeAll(server), code("ERR_COUNTERSIGN_TRUNCATED"));
    },
    { limits: { receiveBufferBytes: 100_000 } },
  ),
};
