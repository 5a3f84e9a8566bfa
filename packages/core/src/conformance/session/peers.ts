import assert from "node:assert/strict";
import { once } from "node:events";
import { inspect } from "node:util";
import type { Authenticator } from "../../index.ts";
import type { Cases } from "../cases.ts";
import { code, onStage, type SessionExam, take } from "./stage.ts";

/** Where anybody may say that he is the server, a client believes a refusal when its time is up. */
const soon = { handshakeTimeoutMs: 1_000 };

export const peerCases: Cases<SessionExam> = {
  "share a binding of 32 bytes that no other session has (K-5, I-12)": onStage(async ({ pair }) => {
    const [one, two] = [await pair(), await pair()];
    assert.equal(one.client.binding.length, 32);
    assert.deepEqual(one.client.binding, one.server.binding);
    assert.doesNotMatch(inspect(one.client) + JSON.stringify(one.client), /binding/);
    assert.notDeepEqual(one.client.binding, two.client.binding);
  }),

  "know the mechanism, and the server the client's name (I-13)": onStage(async ({ pair, parts }) => {
    const { client, server } = await pair();
    assert.deepEqual(client.peer, { mechanism: parts.client.mechanism });
    assert.equal(server.peer.mechanism, parts.server.mechanism);
    assert.equal(server.peer.name, parts.server.mechanism === "none" ? undefined : "alice");
  }),

  "are refused when the client has another server's key (H-5)": onStage(async ({ parts, server, connect, pair }) => {
    const { client, server: accepted } = await pair();
    const refused = once(server, "refused");
    await assert.rejects(connect({ server: parts.otherServer, limits: soon }), code("ERR_COUNTERSIGN_SERVER_KEY"));
    assert.ok(code("ERR_COUNTERSIGN_SERVER_KEY")((await refused)[0]));
    await client.send("not disturbed");
    assert.equal(String(await take(accepted, 1)), "not disturbed");
  }),

  "agree when one of the client's pinned keys is the server's (I-14)": onStage(async ({ parts, connect }) => {
    await connect({ server: [parts.otherServer, parts.identity.publicKey] });
  }),

  "are refused when they name different applications (H-1)": onStage(
    async ({ connect, pair }) => {
      await assert.rejects(connect({ application: "another", limits: soon }), code("ERR_COUNTERSIGN_HANDSHAKE"));
      await pair({ application: "one" });
    },
    { application: "one" },
  ),

  "are refused when the server does not offer the mechanism, and told what it offers (A-7)": onStage(
    async ({ connect, parts }) => {
      const foreign: Authenticator<"client"> = {
        role: "client",
        mechanism: "foreign",
        begin: () => ({ step: () => assert.fail("a mechanism that is not offered must not begin") }),
      };
      await assert.rejects(connect({ authenticate: foreign }), (error: Error) => {
        assert.ok(error.message.includes(`"${parts.server.mechanism}"`));
        return code("ERR_COUNTERSIGN_MECHANISM")(error);
      });
    },
  ),

  "leave no session behind when the client gives up (I-15)": onStage(async ({ connect, server }) => {
    const reason = new Error("changed my mind");
    await assert.rejects(connect({ signal: AbortSignal.abort(reason) }), reason);
    const controller = new AbortController();
    const connecting = connect({ signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(connecting, reason);
    assert.equal(server.sessions.size, 0);
  }),
};
