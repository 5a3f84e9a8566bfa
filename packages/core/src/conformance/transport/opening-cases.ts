import assert from "node:assert/strict";
import { LinkError, UsageError } from "../../errors.ts";
import type { TransportListener } from "../../link.ts";
import type { TransportExam } from "./exam.ts";
import { hostOf, numbered, send, withPair } from "./pair.ts";

/** Addresses, dialling, listening. */
export const openingCases = {
  "is dialled at the address its listener says": (subject: TransportExam) =>
    withPair(subject, async ({ client, server, listener }) => {
      assert.equal(client.link.remoteAddress, listener.address);
      assert.notEqual(server.link.remoteAddress, "");
    }),

  "says that its links are reliable": (subject: TransportExam) =>
    withPair(subject, async ({ client, server }) => {
      for (const { traits } of [client.link, server.link]) {
        assert.equal(traits.reliable, true);
        assert.ok(traits.basePacketBytes >= 4_096, "a HELLO does not fit a packet");
        assert.ok(traits.maxPacketBytes >= traits.basePacketBytes);
      }
    }),

  "refuses a malformed address with UsageError": async (subject: TransportExam) => {
    const transport = subject.make();
    const refusal = isError(UsageError, "ERR_COUNTERSIGN_INVALID_ADDRESS");
    await assert.rejects(transport.dial(""), refusal);
    await assert.rejects(listenAndClose(transport.listen("", noHost)), refusal);
  },

  "rejects a dial that nobody answers with LinkError": async (subject: TransportExam) => {
    const transport = subject.make();
    const listener = await transport.listen(subject.address, noHost);
    await listener.close();
    await assert.rejects(transport.dial(listener.address), isError(LinkError, "ERR_COUNTERSIGN_CONNECT"));
  },

  "rejects a second listener on one address with LinkError": (subject: TransportExam) =>
    withPair(subject, async ({ transport, listener }) => {
      const refusal = isError(LinkError, "ERR_COUNTERSIGN_LISTEN");
      await assert.rejects(listenAndClose(transport.listen(listener.address, noHost)), refusal);
    }),

  "rejects an aborted dial with the signal's reason": (subject: TransportExam) =>
    withPair(subject, async ({ transport, listener }) => {
      const reason = new Error("no longer wanted");
      const before = AbortSignal.abort(reason);
      await assert.rejects(transport.dial(listener.address, { signal: before }), (error) => error === reason);
      const midway = new AbortController();
      const dialled = transport.dial(listener.address, { signal: midway.signal });
      midway.abort(reason);
      await assert.rejects(dialled, (error) => error === reason);
    }),

  "accepts nothing more after the listener closed, and open links live on": (subject: TransportExam) =>
    withPair(subject, async ({ transport, listener, client, server, until }) => {
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
