import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { memory, type Tap } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();
const key = generateSharedKey();

const nextVersion: Tap = (packet) => {
  if (packet[0] === 0xc1) packet[1] = 2;
  return packet;
};

const cases = [
  {
    what: "the protocol's version",
    code: "ERR_COUNTERSIGN_VERSION",
    onPacket: nextVersion,
    offered: "version 1",
  },
  {
    what: "the cipher suite",
    code: "ERR_COUNTERSIGN_SUITE",
    client: { cipher: { ...cipher, name: "ANOTHER" } },
    offered: "Countersign_1_X25519_X25519_AES-256-GCM_SHA256",
  },
  {
    what: "the mechanism, of one,",
    code: "ERR_COUNTERSIGN_MECHANISM",
    client: { authenticate: anonymous() },
    offered: '"hmac-sha256"',
  },
  {
    what: "the mechanism, of several,",
    code: "ERR_COUNTERSIGN_MECHANISM",
    client: { authenticate: { ...anonymous(), mechanism: "scram-sha-256" } },
    server: { authenticate: [sharedKeys({ alice: key }), anyone()] },
    offered: '"hmac-sha256", "none"',
  },
];

// spec: W-3, A-7
describe("when the server does not have what the client wants,", () => {
  it.each(cases)("for $what both are told what it offers", async ({ code, onPacket, client, server, offered }) => {
    const common = { transport: memory({ ...(onPacket && { onPacket }) }), cipher };
    const authenticate = sharedKeys({ alice: key });
    await using listening = await listen({ ...common, address: "memory:0", identity, authenticate, ...server });
    const refused = once(listening, "refused");
    const options = { ...common, address: listening.address, server: identity.publicKey };
    const connecting = connect({ ...options, authenticate: sharedKey("alice", key), ...client });
    const told = { code, message: expect.stringContaining(offered) };
    await expect(connecting).rejects.toMatchObject(told);
    expect((await refused)[0]).toMatchObject(told);
  });
});
