import assert from "node:assert/strict";
import { once } from "node:events";
import type { Cases } from "../cases.ts";
import { code, onStage, type SessionExam, take } from "./stage.ts";

export const timeCases: Cases<SessionExam> = {
  "keep a quiet session alive, as long as the peer lives (S-4)": onStage(
    async ({ pair }) => {
      const { client, server } = await pair({ limits: { idleTimeoutMs: 1_000 } });
      let over = false;
      client.once("close", () => {
        over = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 2_200));
      assert.equal(over, false);
      await client.send("still alive");
      assert.equal(String(await take(server, 1)), "still alive");
    },
    { limits: { idleTimeoutMs: 1_000 } },
  ),

  "of 0 stand for no limit (S-2)": onStage(
    async ({ pair }) => {
      const { client, server } = await pair({ limits: { idleTimeoutMs: 0 } });
      await client.send("hello");
      assert.equal(String(await take(server, 1)), "hello");
    },
    { limits: { idleTimeoutMs: 0 } },
  ),

  "end a handshake that takes too long (S-3)": onStage(async ({ parts, connect, server }) => {
    const refused = once(server, "refused");
    const slow = {
      ...parts.client,
      begin: () => ({ step: () => new Promise<never>(() => {}) }),
    };
    await assert.rejects(
      connect({ authenticate: slow, limits: { handshakeTimeoutMs: 100 } }),
      code("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"),
    );
    await refused;
  }),
};
