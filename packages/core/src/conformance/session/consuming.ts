import assert from "node:assert/strict";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import { code, contents, onStage, type SessionExam, take } from "./stage.ts";

export const consumingCases: Cases<SessionExam> = {
  "may leave an iteration and begin another where it stopped (I-7)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    for (const text of ["one", "two", "three"]) void client.send(text);
    assert.equal(String(await take(server, 1)), "one");
    assert.equal(String(await take(server, 2)), "two,three");
  }),

  "get everything that has arrived as batches (I-8)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    for (let i = 0; i < 1_000; i++) void client.send(contents(i, i));
    const messages: Buffer[] = [];
    for await (const batch of server.batches()) {
      messages.push(...batch);
      if (messages.length === 1_000) break;
    }
    assertSameList(
      messages,
      Array.from({ length: 1_000 }, (_, i) => contents(i, i)),
    );
  }),

  "may listen, and get what waited first (I-7)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    await client.send("before");
    await take(client, 0);
    const heard: string[] = [];
    server.on("message", (message) => heard.push(message.toString()));
    await client.send("after");
    while (heard.length < 2) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(heard, ["before", "after"]);
  }),

  "hear messages in order, though one of them closes or sends much (I-9)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const heard: string[] = [];
    server.on("message", (message) => {
      if (String(message) === "0") void server.send(Buffer.alloc(300_000));
    });
    server.on("message", (message) => heard.push(String(message)));
    for (let i = 0; i < 6; i++) void client.send(String(i));
    while (heard.length < 6) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(heard, ["0", "1", "2", "3", "4", "5"]);
  }),

  "may listen once, and leave the rest to another (I-7)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    for (const text of ["one", "two", "three"]) void client.send(text);
    const [first] = await once(server, "message");
    assert.equal(String(first), "one");
    await client.send("four");
    assert.equal(String(await take(server, 3)), "two,three,four");
  }),

  "may stop listening to everything, and leave the rest to another (I-7)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const heard: string[] = [];
    server.on("message", (message) => heard.push(String(message)));
    await client.send("one");
    while (heard.length < 1) await new Promise((resolve) => setImmediate(resolve));
    server.removeAllListeners();
    await client.send("two");
    assert.equal(String(await take(server, 1)), "two");
    assert.deepEqual(heard, ["one"]);
  }),

  "are one at a time (I-6)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const iterator = server[Symbol.asyncIterator]();
    assert.throws(() => server[Symbol.asyncIterator](), code("ERR_COUNTERSIGN_CONSUMED"));
    assert.throws(() => server.on("message", () => {}), code("ERR_COUNTERSIGN_CONSUMED"));
    await iterator.return?.();
    client.on("message", () => {});
    assert.throws(() => client.batches()[Symbol.asyncIterator](), code("ERR_COUNTERSIGN_CONSUMED"));
  }),

  "may treat the session as a stream of bytes (I-10)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const [outgoing, incoming] = [client.stream(), server.stream()];
    const sent = contents(3_000_000, 5);
    outgoing.end(sent);
    const received: Buffer[] = [];
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) received.push(chunk);
    assert.ok(Buffer.concat(received).equals(sent));
    incoming.end();
    await Promise.all([finished(outgoing.resume()), finished(incoming)]);
  }),
};
