import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { insecurePlain, memory } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = insecurePlain();
const identity = await cipher.generateIdentity();
const common = { transport: memory(), address: "memory:0", cipher };
const calling = { ...common, authenticate: anonymous() };
const serving = { ...common, authenticate: anyone() };
const server = identity.publicKey;

function expectRefused(call: () => Promise<unknown>, message: string): Promise<void> {
  return expect(call()).rejects.toMatchObject({
    code: "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    message: expect.stringContaining(message),
  });
}

describe("connect and listen", () => {
  it("refuse an option that they do not know, so that a misspelt `authenticate` admits nobody", async () => {
    const authenticate = sharedKeys({ alice: generateSharedKey() });
    await expectRefused(() => listen({ ...serving, identity, auth: authenticate } as never), "no option `auth`");
    await expectRefused(() => listen({ ...serving, identity, server } as never), "no option `server`");
    await expectRefused(() => connect({ ...calling, server, timeout: 5 } as never), "no option `timeout`");
  });

  it("name what was not awaited or not called", async () => {
    await expectRefused(() => connect({ ...calling, cipher: Promise.resolve(cipher) as never, server }), "await it");
    await expectRefused(() => connect({ ...calling, server: Promise.resolve(server) as never }), "await it");
    await expectRefused(() => listen({ ...serving, identity: Promise.resolve(identity) as never }), "await it");
    await expectRefused(() => connect({ ...calling, transport: memory as never, server }), "call it");
    await expectRefused(() => connect({ ...calling, server, authenticate: sharedKey as never }), "call it");
  });

  it("refuse what is no signal", async () => {
    await expectRefused(() => connect({ ...calling, server, signal: new AbortController() as never }), "`signal`");
  });

  it("refuse no authenticator, and the other side's", async () => {
    await expectRefused(() => listen({ ...serving, identity, authenticate: null as never }), "who is admitted");
    await expectRefused(() => connect({ ...calling, server, authenticate: anyone() as never }), "this is a client");
  });

  it("refuse an empty list of keys", async () => {
    await expectRefused(() => connect({ ...calling, server: [] }), "empty list");
    await expectRefused(() => listen({ ...serving, identity: [] }), "empty list");
  });
});

describe("listen", () => {
  it("refuses a key of another cipher, which would serve under a wrong suite name", async () => {
    await expectRefused(() => listen({ ...serving, cipher: testCipher(), identity }), "no key of this `cipher`");
  });
});
