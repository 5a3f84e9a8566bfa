import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { contents, onStage, type SessionExam, take } from "./stage.ts";

const small = { sendBufferBytes: 100_000, receiveBufferBytes: 100_000 };

export const pressureCases: Cases<SessionExam> = {
  "stops a sender whose peer does not read, and loses nothing (S-5, I-11)": onStage(
    async ({ pair }) => {
      const { client, server } = await pair({ limits: small });
      const message = contents(20_000, 9);
      let sent = 0;
      let stopped = false;
      // Far more than both ends' buffers and any transport's in between.
      const sending = (async () => {
        for (; sent < 2_000; sent++) {
          let done = false;
          const promise = client.send(message).then(() => {
            done = true;
          });
          if (client.room <= 0) {
            await rounds(200);
            stopped ||= !done;
          }
          await promise;
        }
      })();
      while (!stopped && sent < 2_000) await rounds(1);
      assert.ok(stopped, "the sender was never asked to wait");
      assert.ok(client.room > -2 * message.length, `${client.room} bytes of room`);
      const received = take(server, 2_000);
      await sending;
      const messages = await received;
      assert.ok(messages.every((arrived) => arrived.equals(message)));
    },
    { limits: small },
  ),

  "is one promise for all who send while there is room (I-11)": onStage(async ({ pair }) => {
    const { client } = await pair();
    assert.equal(client.send("a"), client.send("b"));
  }),

  "leaves the other direction and other sessions alone (I-4)": onStage(
    async ({ pair }) => {
      const [stalled, other] = [await pair({ limits: small }), await pair()];
      let last: Promise<void> = Promise.resolve();
      for (let i = 0; i < 1_000; i++) last = stalled.client.send(contents(20_000, i));
      await stalled.server.send("still here");
      await other.client.send("and here");
      assert.equal(String(await take(stalled.client, 1)), "still here");
      assert.equal(String(await take(other.server, 1)), "and here");
      stalled.client.abort();
      await assert.rejects(last);
    },
    { limits: small },
  ),
};

async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
