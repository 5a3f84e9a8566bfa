import { describe, expect, it } from "vitest";
import { anonymous, anyone, connect, listen } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { HandshakeType } from "../../src/wire.ts";
import { CountedIdentity } from "../fixtures/counted-identity.ts";
import { random } from "../fixtures/handshake-pair.ts";
import { KeyStore } from "../fixtures/key-store.ts";
import { keyRequestFor } from "../fixtures/strange-hellos.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();

async function stage() {
  const clock = virtualClock();
  let answers = 0;
  const network = simulatedNetwork({
    seed: 1,
    clock,
    onPacket(packet) {
      if (packet[0] === HandshakeType.keys) answers++;
      return packet;
    },
  });
  const identity = new CountedIdentity(cipher.ephemeralKem.generate());
  const common = { transport: network.transport(), cipher, clock };
  const server = await listen({ ...common, address: "sim:0", identity, authenticate: anyone() });
  const refused: unknown[] = [];
  server.on("refused", (error) => refused.push(error));
  const dial = (store: KeyStore) =>
    connect({ ...common, address: server.address, server: store, authenticate: anonymous() });
  return { clock, network, server, identity, refused, dial, answers: () => answers };
}

// spec: H-25, H-26
describe("a flood of KEYREQs", () => {
  it("from ever new addresses makes no private-key work, takes no place, and keeps nobody out", async () => {
    const { clock, network, server, identity, refused, dial } = await stage();
    const store = new KeyStore({ acceptUnproven: true });
    let most = 0;
    const flood = async (packets: number) => {
      for (let sent = 0; sent < packets; sent++) {
        network.inject(`sim:stranger-${sent}`, server.address, keyRequestFor(cipher, random(8)));
        await clock.advance(0.1);
        most = Math.max(most, server.stats().halfOpen);
      }
    };
    await flood(2_000);
    expect([identity.count, most, refused]).toEqual([0, 0, []]);
    const [connecting] = [dial(store), await flood(2_000)];
    expect((await connecting).peer).toBeDefined();
    expect([identity.count, store.all.length, server.sessions.size]).toEqual([1, 1, 1]);
    await clock.advance(20_000);
    expect(server.stats()).toMatchObject({ sessions: 1, halfOpen: 0 });
  });

  it("in one address's name is answered as often as an address may begin handshakes, and never with more", async () => {
    const { clock, network, server, answers } = await stage();
    for (let sent = 0; sent < 5_000; sent++) {
      network.inject("sim:victim", server.address, keyRequestFor(cipher, random(8)));
      await clock.advance(1);
    }
    // 100 a second for five seconds, and 200 at once.
    expect(answers()).toBeGreaterThan(600);
    expect(answers()).toBeLessThanOrEqual(701);
  });
});
