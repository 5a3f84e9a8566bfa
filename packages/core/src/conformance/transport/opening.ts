import assert from "node:assert/strict";
import { LinkError, UsageError } from "../../errors.ts";
import type { TransportListener } from "../../link.ts";
import type { Cases } from "../cases.ts";
import type { TransportExam } from "./exam.ts";
import { hostOf, numbered, send, withPair } from "./pair.ts";

/** Addresses, over any link. */
export const addressCases: Cases<TransportExam> = {
  "is dialled at the address its listener says (T-1)": (exam) =>
    withPair(exam, async ({ client, server, listener }) => {
      assert.equal(client.link.remoteAddress, listener.address);
      assert.notEqual(server.link.remoteAddress, "");
    }),

  "refuses a malformed address with UsageError (T-2)": async (exam) => {
    const transport = exam.make();
    const refusal = isError(UsageError, "ERR_COUNTERSIGN_INVALID_ADDRESS");
    await assert.rejects(transport.dial(""), refusal);
    await assert.rejects(listenAndClose(transport.listen("", noHost)), refusal);
  },

  "rejects a second listener on one address with LinkError (T-5)": (exam) =>
    withPair(exam, async ({ transport, listener }) => {
      const refusal = isError(LinkError, "ERR_COUNTERSIGN_LISTEN");
      await assert.rejects(listenAndClose(transport.listen(listener.address, noHost)), refusal);
    }),

  "rejects an aborted dial with the signal's reason (T-4)": (exam) =>
    withPair(exam, async ({ transport, listener }) => {
      const reason = new Error("no longer wanted");
      const before = AbortSignal.abort(reason);
      await assert.rejects(transport.dial(listener.address, { signal: before }), (error) => error === reason);
      const midway = new AbortController();
      const dialled = transport.dial(listener.address, { signal: midway.signal });
      midway.abort(reason);
      await assert.rejects(dialled, (error) => error === reason);
    }),
};

/** Dialling and listening, over reliable links. */
export const openingCases: Cases<TransportExam> = {
  "says that its links are reliable (T-7)": (exam) =>
    withPair(exam, async ({ client, server }) => {
      for (const { traits } of [client.link, server.link]) {
        assert.equal(traits.reliable, true);
        assert.ok(traits.basePacketBytes >= 4_096, "a HELLO does not fit a packet");
        assert.ok(traits.maxPacketBytes >= traits.basePacketBytes);
      }
    }),

  "rejects a dial that nobody answers with LinkError (T-3)": async (exam) => {
    const transport = exam.make();
    const listener = await transport.listen(exam.address, noHost);
    await listener.close();
    await assert.rejects(transport.dial(listener.address), isError(LinkError, "ERR_COUNTERSIGN_CONNECT"));
  },

  "accepts nothing more after the listener closed, and open links live on (T-6)": (exam) =>
    withPair(exam, async ({ transport, listener, client, server, until }) => {
      let closed = false;
      void listener.close().then(() => {
        closed = true;
      });
      await until("the listener to close while a link is open", () => closed);
      await assert.rejects(transport.dial(listener.address), isError(LinkError, "ERR_COUNTERSIGN_CONNECT"));
      send(client, numbered(1, 100));
      await until("a packet over an open link", () => server.sink.packets.length === 1);
      await listener.close();
    }),
};

const noHost = hostOf((link) => link.abort());

function isError(kind: typeof LinkError | typeof UsageError, code: string): (error: unknown) => boolean {
  return (error) => error instanceof kind && error.code === code;
}

/** A listener that should not have come to be must not outlive its case. */
async function listenAndClose(listening: Promise<TransportListener>): Promise<void> {
  await (await listening).close();
}
