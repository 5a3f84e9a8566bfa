import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import type { TransportExam } from "./exam.ts";
import { hostOf, idle, numbered, send, withPair } from "./pair.ts";
import { Recorder } from "./recorder.ts";

/** Dialling and listening, over links that lose packets. */
export const lossyOpeningCases: Cases<TransportExam> = {
  "says that its links lose packets (T-23)": (exam) =>
    withPair(exam, async ({ client, server }) => {
      for (const { traits } of [client.link, server.link]) {
        assert.equal(traits.reliable, false);
        assert.ok(traits.basePacketBytes >= 1_200, "a HELLO does not fit a packet");
        assert.ok(traits.maxPacketBytes >= traits.basePacketBytes);
      }
    }),

  "dials where nobody is, and outlives it (T-24)": async (exam) => {
    const transport = exam.make();
    const listener = await transport.listen(
      exam.address,
      hostOf((link) => link.abort()),
    );
    await listener.close();
    const link = await transport.dial(listener.address);
    const sink = new Recorder();
    link.start(sink);
    for (let round = 0; round < 3; round++) {
      send({ link, sink }, numbered(round, 100));
      await idle();
    }
    assert.deepEqual(sink.ends, []);
    assert.ok(link.reserve(100), "the link is gone");
    link.commit(0);
    await link.close();
  },

  "meets nobody after the listener closed, and open links live on (T-6)": (exam) =>
    withPair(exam, async ({ transport, listener, client, server, accepted, until }) => {
      await listener.close();
      const link = await transport.dial(listener.address);
      link.start(new Recorder());
      send({ link, sink: new Recorder() }, numbered(1, 1_200));
      send(client, numbered(2, 100));
      await until("a packet over an open link", () => server.sink.packets.length > 0);
      send(server, numbered(3, 100));
      await until("a packet back", () => client.sink.packets.length > 0);
      await idle();
      assertSameList(server.sink.packets, [numbered(2, 100)]);
      assert.equal(accepted.length, 0);
      link.abort();
      await listener.close();
    }),
};
