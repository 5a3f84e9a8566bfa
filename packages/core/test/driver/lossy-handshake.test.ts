import { describe, expect, it } from "vitest";
import { connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const key = generateSharedKey();
const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();

// spec: H-6, H-7, A-8
describe("a handshake over a lossy network, in virtual time", () => {
  for (const [name, faults] of Object.entries({
    "without faults": {},
    "with loss": { loss: 0.3 },
    "with duplication": { duplication: 0.5 },
    "with reordering": { reordering: 0.5, jitterMs: 200 },
    "with corruption": { corruption: 0.2 },
    "with everything": { loss: 0.2, duplication: 0.3, reordering: 0.3, jitterMs: 700, corruption: 0.1 },
  })) {
    it(`${name}: both ends agree, whatever the seed`, async () => {
      for (let seed = 1; seed <= 100; seed++) {
        await expect(meet(seed, faults), `seed ${seed}`).resolves.toBe(true);
      }
    });
  }

  it("ends in time when nothing comes through", async () => {
    const { clock, connecting } = await start(1, { dark: true });
    await expect(clock.runUntilSettled(connecting, 60_000)).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT",
    });
    expect(clock.now()).toBeLessThan(30_100);
  });
});

async function start(seed: number, faults: object) {
  const clock = virtualClock();
  const network = simulatedNetwork({ seed, clock, ...faults });
  const limits = { handshakeTimeoutMs: 30_000 };
  const common = { transport: network.transport(), cipher, clock, limits };
  const server = await listen({
    ...common,
    address: "sim:0",
    identity,
    authenticate: sharedKeys({ alice: key }),
  });
  const connecting = connect({
    ...common,
    address: server.address,
    server: identity.publicKey,
    authenticate: sharedKey("alice", key),
  });
  connecting.catch(() => {});
  return { clock, network, server, connecting };
}

/** Connects, and exchanges datagrams both ways once the network is quiet. */
async function meet(seed: number, faults: object): Promise<boolean> {
  const { clock, network, server, connecting } = await start(seed, faults);
  const client = await clock.runUntilSettled(connecting, 31_000);
  network.change({ loss: 0, corruption: 0, jitterMs: 0, reordering: 0 });
  const [accepted] = [...server.sessions];
  if (!accepted) throw new Error("the server has no session");
  expect(accepted.binding).toEqual(client.binding);
  expect(accepted.peer.name).toBe("alice");
  const heard: string[] = [];
  accepted.on("datagram", (datagram) => heard.push(`server ${datagram}`));
  client.on("datagram", (datagram) => heard.push(`client ${datagram}`));
  client.sendDatagram("to server");
  accepted.sendDatagram("to client");
  await clock.runUntil(() => heard.length >= 2, 5_000);
  expect(new Set(heard)).toEqual(new Set(["server to server", "client to client"]));
  return true;
}
