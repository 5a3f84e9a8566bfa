import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSameBytes, assertSameList } from "../same-bytes.ts";
import { code, contents, onStage, type SessionExam, take } from "./stage.ts";

export const messageCases: Cases<SessionExam> = {
  "carry text and bytes both ways (I-1)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    await client.send("grüße");
    await server.send(Uint8Array.of(1, 2, 3));
    assert.equal((await take(server, 1))[0]?.toString(), "grüße");
    assertSameList(await take(client, 1), [Buffer.from([1, 2, 3])]);
  }),

  "arrive whole, once and in order, whatever their size (D-1, D-2, D-3)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const sizes = [0, 1, 63, 64, 65, 1_000, 16_383, 16_384, 32_767, 32_768, 32_769, 65_500, 65_536, 131_072, 1_000_003];
    const messages = sizes.flatMap((size, index) => [contents(size, index), contents(index, size)]);
    for (const message of messages) void client.send(message);
    assertSameList(await take(server, messages.length), messages);
  }),

  "are Buffers that stay unchanged (I-2)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    await client.send("first");
    const [first] = await take(server, 1);
    for (let i = 0; i < 100; i++) void client.send(contents(5_000, i));
    await take(server, 100);
    assert.ok(Buffer.isBuffer(first));
    assert.equal(first.toString(), "first");
  }),

  "are copied, or free again when the promise resolves (I-3)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    for (const size of [100, 200_000]) {
      const message = contents(size, 1);
      await client.send(message);
      message.fill(0);
      assertSameList(await take(server, 1), [contents(size, 1)]);
    }
  }),

  "may be as large as the receiver's limit, and no larger (D-4)": onStage(
    async ({ pair }) => {
      const { client, server } = await pair();
      assert.equal(client.maxMessageBytes, 300_000);
      assert.throws(() => client.send(Buffer.alloc(300_001)), code("ERR_COUNTERSIGN_MESSAGE_TOO_LARGE"));
      await client.send(contents(300_000, 7));
      assertSameList(await take(server, 1), [contents(300_000, 7)]);
    },
    { limits: { maxMessageBytes: 300_000 } },
  ),

  "are text or bytes and nothing else (I-1)": onStage(async ({ pair }) => {
    const { client } = await pair();
    for (const nonsense of [undefined, null, 7, {}]) {
      assert.throws(() => client.send(nonsense as never), code("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
    }
  }),

  "arrive from a server that speaks first, and at once (H-12)": onStage(async ({ connect, server }) => {
    const sent = Array.from({ length: 50 }, (_, i) => contents(i * 500, i));
    server.once("session", (session) => {
      for (const message of sent) void session.send(message);
    });
    assertSameList(await take(await connect(), sent.length), sent);
  }),

  "of many sessions at once do not mix (I-4)": onStage(async ({ connect, accepted }) => {
    const echo = async () => {
      const session = await accepted();
      for await (const message of session) await session.send(message);
    };
    const talk = async (salt: number) => {
      const session = await connect();
      const sent = Array.from({ length: 20 }, (_, i) => contents(i * 997, salt));
      for (const message of sent) void session.send(message);
      assertSameList(await take(session, sent.length), sent);
      await session.close();
    };
    const salts = [1, 2, 3, 4, 5, 6, 7, 8];
    await Promise.all([...salts.map(talk), ...salts.map(echo)]);
  }),

  "may travel as datagrams, up to a limit (D-6, D-8)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    const arrived = new Promise<Buffer>((resolve) => server.once("datagram", resolve));
    assert.ok(client.maxDatagramBytes >= 1_000);
    assert.throws(
      () => client.sendDatagram(Buffer.alloc(client.maxDatagramBytes + 1)),
      code("ERR_COUNTERSIGN_MESSAGE_TOO_LARGE"),
    );
    const datagram = contents(client.maxDatagramBytes, 3);
    assert.equal(client.sendDatagram(datagram), true);
    assertSameBytes(await arrived, datagram, "the datagram");
  }),

  "are counted (I-5)": onStage(async ({ pair }) => {
    const { client, server } = await pair();
    await client.send("four");
    await client.send("sixsix");
    await take(server, 2);
    const { messagesSent, bytesSent } = client.stats();
    const { messagesReceived, bytesReceived, packetsForged } = server.stats();
    assert.deepEqual([messagesSent, bytesSent, messagesReceived, bytesReceived, packetsForged], [2, 10, 2, 10, 0]);
  }),
};
