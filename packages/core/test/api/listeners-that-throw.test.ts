import { expect, it, onTestFinished } from "vitest";
import { connect, listen } from "../../src/index.ts";
import { memory } from "../../src/testing/index.ts";
import { byKey } from "../fixtures/shared-keys.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { uncaught } from "../fixtures/uncaught.ts";

it("a server answers whom it turns away, though its application throws when it hears of that", async () => {
  const thrown = uncaught();
  const cipher = testCipher();
  const identity = cipher.ephemeralKem.generate();
  const common = { transport: memory(), cipher };
  const authenticate = byKey.server.authenticators;
  const server = await listen({ ...common, address: "memory:0", identity, authenticate });
  onTestFinished(() => server.close({ drain: 0 }));
  server.on("refused", () => {
    throw new Error("on refused");
  });
  const attempt = connect({
    ...common,
    address: server.address,
    server: cipher.ephemeralKem.generate().publicKey,
    authenticate: byKey.client.authenticator,
    limits: { handshakeTimeoutMs: 1_000 },
  });
  await expect(attempt).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_SERVER_KEY" });
  expect(thrown.map(String)).toEqual(["Error: on refused"]);
});
