import assert from "node:assert/strict";
import type { Cipher, Protection } from "../../index.ts";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import { contents, onStage, type SessionExam, take } from "./stage.ts";

export const keyCases: Cases<SessionExam> = {
  "are renewed before the AEAD's limit, in both directions, without losing a message (P-5)": onStage(
    async ({ parts, api, connect }) => {
      const keys: Uint8Array[] = [];
      const cipher = withFewPacketsPerKey(parts.cipher, keys);
      const { transport, address, identity, server: authenticate } = parts;
      await using server = await api.listen({ transport, address, cipher, identity, authenticate });
      const echo = async () => {
        for await (const session of server) for await (const message of session) await session.send(message);
      };
      const talk = async () => {
        const client = await connect({ cipher, address: server.address });
        for (let i = 0; i < 40; i++) {
          await client.send(contents(i, i));
          assertSameList(await take(client, 1), [contents(i, i)]);
        }
        await client.close();
        await server.close();
      };
      await Promise.all([echo(), talk()]);
      const distinct = new Set(keys.map((key) => Buffer.from(key).toString("hex")));
      assert.ok(distinct.size >= 20, `${distinct.size} keys`);
    },
  ),
};

/** The same AEAD, which owns up to four packets a key only. Every key it is given is noted down. */
function withFewPacketsPerKey(cipher: Cipher, keys: Uint8Array[]): Cipher {
  const { name, serverKem, ephemeralKem, keyBytes } = cipher;
  return {
    name,
    serverKem,
    ephemeralKem,
    keyBytes,
    protect(key) {
      keys.push(Uint8Array.from(key));
      return limited(cipher.protect(key));
    },
  };
}

function limited(inner: Protection): Protection {
  let left = 4;
  return {
    overhead: inner.overhead,
    maxPackets: left,
    maxForgeries: inner.maxForgeries,
    seal(nonce, packet, start, end) {
      assert.ok(left-- > 0, "a key sealed more packets than its AEAD admits");
      return inner.seal(nonce, packet, start, end);
    },
    open: (nonce, packet, start) => inner.open(nonce, packet, start),
    destroy: () => inner.destroy(),
  };
}
