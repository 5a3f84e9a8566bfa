import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, listen } from "../../src/index.ts";
import { memory, virtualClock } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();

// spec: S-2
describe("a session whose peer has vanished", () => {
  it("ends by its idle time limit, though it was paused and resumed meanwhile", async () => {
    const clock = virtualClock();
    let frozen = false;
    const transport = memory({ clock, onPacket: (packet) => (frozen ? undefined : packet) });
    const common = { transport, cipher, clock };
    const server = await listen({
      ...common,
      address: "memory:0",
      identity,
      authenticate: anyone(),
      limits: { idleTimeoutMs: 1_000, receiveBufferBytes: 20_000 },
    });
    const connecting = connect({
      ...common,
      address: server.address,
      server: identity.publicKey,
      authenticate: anonymous(),
      limits: { idleTimeoutMs: 0 },
    });
    const client = await clock.runUntilSettled(connecting, 1_000);
    const [session] = [...server.sessions];
    if (!session) throw new Error("The server has no session.");
    let ending: unknown;
    session.on("close", (error) => {
      ending = error;
    });
    void client.send(Buffer.alloc(30_000));
    await clock.advance(10);
    frozen = true;
    const reading = session[Symbol.asyncIterator]();
    await reading.next();
    await clock.advance(1_100);
    expect(ending).toMatchObject({ code: "ERR_COUNTERSIGN_IDLE_TIMEOUT" });
  });
});
