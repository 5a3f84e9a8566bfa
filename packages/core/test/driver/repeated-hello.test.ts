import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, listen } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { HandshakeType } from "../../src/wire.ts";
import { CountedIdentity } from "../fixtures/counted-identity.ts";
import { helloFor } from "../fixtures/strange-hellos.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();

async function stage(faults: object = {}) {
  const clock = virtualClock();
  const answers: Uint8Array[] = [];
  const network = simulatedNetwork({
    seed: 1,
    clock,
    ...faults,
    onPacket(packet, way) {
      if (way === "server-to-client") answers.push(Uint8Array.from(packet));
      return packet;
    },
  });
  const identity = new CountedIdentity(cipher.ephemeralKem.generate());
  const common = { transport: network.transport(), cipher, clock };
  const server = await listen({ ...common, address: "sim:0", identity, authenticate: anyone() });
  const dial = () =>
    connect({ ...common, address: server.address, server: identity.publicKey, authenticate: anonymous() });
  return { clock, network, identity, server, answers, dial };
}

// spec: H-7
describe("a HELLO that comes again costs no second private-key operation", () => {
  it("when the network repeats everything", async () => {
    const { clock, identity, answers, dial } = await stage({ duplication: 1, jitterMs: 200 });
    for (let sessions = 1; sessions <= 50; sessions++) {
      await clock.runUntilSettled(dial(), 10_000);
      await clock.advance(1_000);
      expect(identity.count).toBe(sessions);
    }
    // Most repetitions came early enough for an answer, and the client did without it.
    expect(answers.filter(([type]) => type === HandshakeType.accept).length).toBeGreaterThan(50);
  });

  it("nor 50 times while the first is at work, which are not answered, nor afterwards, when they are", async () => {
    const { clock, network, identity, server, answers } = await stage();
    let finish = () => {};
    identity.until = new Promise((resolve) => {
      finish = resolve;
    });
    const hello = helloFor(identity.publicKey);
    const repeat = async () => {
      for (let count = 0; count < 50; count++) network.inject("sim:stranger", server.address, hello);
      await clock.advance(1);
    };
    await repeat();
    expect([identity.count, answers.length, server.stats().halfOpen]).toEqual([1, 0, 1]);
    finish();
    await clock.advance(1);
    expect(answers).toHaveLength(1);
    await repeat();
    expect([identity.count, server.stats().halfOpen]).toEqual([1, 1]);
    expect(new Set(answers.map((answer) => Buffer.from(answer).toString("hex"))).size).toBe(1);
    await clock.advance(11_000);
    expect(server.stats().halfOpen).toBe(0);
  });
});
