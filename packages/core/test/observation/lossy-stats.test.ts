import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, listen } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();

describe("stats on a link that loses packets", () => {
  it("tell what may have to be sent again, and the memory of what waits for something before it", async () => {
    const clock = virtualClock();
    const network = simulatedNetwork({ seed: 1, clock });
    const common = { transport: network.transport(), cipher, clock };
    const listening = await listen({ ...common, address: "sim:0", identity, authenticate: anyone() });
    const connecting = connect({
      ...common,
      address: listening.address,
      server: identity.publicKey,
      authenticate: anonymous(),
    });
    const client = await clock.runUntilSettled(connecting, 1_000);
    await clock.advance(100);
    const [server] = [...listening.sessions];

    network.change({ dark: true });
    void client.send(Buffer.alloc(1_000));
    await clock.advance(1);
    network.change({ dark: false });
    void client.send(Buffer.alloc(1_000));
    await clock.advance(12);
    expect(client.stats()).toMatchObject({ unacknowledgedBytes: 2_004, queuedBytes: 0 });
    expect(server?.stats().unreadBytes).toBeGreaterThanOrEqual(1_000);
    expect(server?.stats().messagesReceived).toBe(0);

    await clock.advance(1_000);
    expect(client.stats().unacknowledgedBytes).toBe(0);
    expect(server?.stats().messagesReceived).toBe(2);
  });
});
