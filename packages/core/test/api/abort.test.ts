import { describe, expect, it, onTestFinished } from "vitest";
import { connect, listen, type Session } from "../../src/index.ts";
import { memory } from "../../src/testing/index.ts";
import { byKey } from "../fixtures/shared-keys.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

async function pair(): Promise<readonly [Session, Session]> {
  const cipher = testCipher();
  const identity = cipher.ephemeralKem.generate();
  const common = { transport: memory(), cipher };
  const authenticate = byKey.server.authenticators;
  const server = await listen({ ...common, address: "memory:0", identity, authenticate });
  onTestFinished(() => server.close({ drain: 0 }));
  const accepted = server[Symbol.asyncIterator]().next();
  const client = await connect({
    ...common,
    address: server.address,
    server: identity.publicKey,
    authenticate: byKey.client.authenticator,
  });
  return [client, (await accepted).value as Session];
}

const three = ["one", "two", "three"];

describe("a listener that aborts its session", () => {
  it("hears no further message of the same packet", async () => {
    const [client, server] = await pair();
    const heard: string[] = [];
    server.on("message", (message) => {
      heard.push(String(message));
      server.abort();
    });
    await nextTurn();
    const closed = new Promise((resolve) => server.once("close", resolve));
    client.on("close", () => {});
    for (const text of three) client.send(text).catch(() => {});
    expect(await closed).toMatchObject({ code: "ERR_COUNTERSIGN_ABORTED" });
    expect(heard).toEqual(["one"]);
  });

  it("hears nothing more of what had waited for it", async () => {
    const [client, server] = await pair();
    for (const text of three) await client.send(text);
    await expect.poll(() => server.stats().messagesReceived).toBe(3);
    const heard: string[] = [];
    server.on("message", (message) => {
      heard.push(String(message));
      server.abort();
    });
    await new Promise((resolve) => server.once("close", resolve));
    await nextTurn();
    expect(heard).toEqual(["one"]);
  });

  it("hears no further datagram", async () => {
    const [client, server] = await pair();
    const heard: string[] = [];
    server.on("datagram", (datagram) => {
      heard.push(String(datagram));
      server.abort();
    });
    const closed = new Promise((resolve) => server.once("close", resolve));
    for (const text of three) expect(client.sendDatagram(text)).toBe(true);
    await closed;
    expect(heard).toEqual(["one"]);
  });
});
