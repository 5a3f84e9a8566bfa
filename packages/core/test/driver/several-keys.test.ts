import { describe, expect, it } from "vitest";
import type { PublicKey } from "../../src/cipher.ts";
import { type ConnectOptions, connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { simulatedNetwork, type Tap, virtualClock } from "../../src/testing/index.ts";
import { HandshakeType } from "../../src/wire.ts";
import { publishedEvents } from "../fixtures/diagnostics.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const key = generateSharedKey();
const cipher = testCipher();
const [old, present] = [cipher.ephemeralKem.generate(), cipher.ephemeralKem.generate()];
const unknown = () => cipher.ephemeralKem.generate().publicKey;
const limits = { handshakeTimeoutMs: 10_000 };

async function stage(options: { readonly onPacket?: Tap; readonly loss?: number; readonly seed?: number } = {}) {
  const clock = virtualClock();
  const network = simulatedNetwork({ seed: 1, clock, hints: true, ...options });
  const common = { transport: network.transport(), cipher, clock, limits };
  const authenticate = sharedKeys({ alice: key });
  const server = await listen({ ...common, address: "sim:0", identity: [present, old], authenticate });
  const dial = (keys: readonly PublicKey[], other: Partial<ConnectOptions> = {}) => {
    const authenticate = sharedKey("alice", key);
    const connecting = connect({ ...common, address: server.address, server: keys, authenticate, ...other });
    connecting.catch(() => {});
    return connecting;
  };
  return { clock, network, server, dial };
}

// spec: I-14, H-13, H-20
describe("a client that has several keys of a server, on a lossy link", () => {
  it("is connected when any of them is the server's", async () => {
    const { clock, server, network, dial } = await stage();
    for (const keys of [
      [unknown(), present.publicKey],
      [unknown(), unknown(), old.publicKey],
    ]) {
      const session = await clock.runUntilSettled(dial(keys), 1_000);
      expect(server.sessions.size).toBe(1);
      const closing = session.close();
      await clock.runUntilSettled(closing, 10_000);
      // The attempts that were in vain have left, too.
      await clock.runUntil(() => server.sessions.size === 0 && network.clients.length === 0, 10_000);
    }
  });

  it("is connected all the same where much is lost", async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { clock, dial } = await stage({ seed, loss: 0.2 });
      const session = await clock.runUntilSettled(dial([unknown(), present.publicKey]), 10_100);
      expect(session.peer, `seed ${seed}`).toBeDefined();
    }
  });

  it("takes the first that is authenticated, when somebody says that the server lacks a key that it has", async () => {
    const events = publishedEvents();
    let forged = false;
    const { clock, server, dial } = await stage({
      onPacket: (packet, way) => {
        if (way === "client-to-server" || forged || packet[0] !== HandshakeType.accept) return packet;
        forged = true; // in front of the true answer
        const reject = [HandshakeType.reject, 1, ...packet.subarray(2, 10), 3, 1, 1, 0, 0];
        return [Uint8Array.from(reject), Uint8Array.from(packet)];
      },
    });
    const session = await clock.runUntilSettled(dial([present.publicKey, old.publicKey]), 1_000);
    await clock.advance(limits.handshakeTimeoutMs);
    expect([...server.sessions].map(({ binding }) => binding)).toEqual([session.binding]);
    const failures = events.of("countersign:session:failed").filter((event) => event.session.role === "client");
    expect(failures.map(({ code }) => code)).toEqual(["ERR_COUNTERSIGN_ABORTED"]);
    expect(events.of("countersign:session:established").length).toBe(2);
  });

  it("is told that the server has none of them, when all attempts have had their time", async () => {
    const { clock, dial } = await stage();
    const connecting = dial([unknown(), unknown()]);
    await expect(clock.runUntilSettled(connecting, 11_000)).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_SERVER_KEY",
    });
    expect(clock.now()).toBeGreaterThanOrEqual(limits.handshakeTimeoutMs);
  });

  it("gives up all of them with its signal", async () => {
    const { clock, network, dial } = await stage();
    const control = new AbortController();
    const connecting = dial([unknown(), unknown()], { signal: control.signal });
    await clock.runUntil(() => network.clients.length === 2, 1_000);
    control.abort(new Error("enough"));
    await expect(clock.runUntilSettled(connecting, 1_000)).rejects.toThrow("enough");
    expect(network.clients).toEqual([]);
  });

  // spec: H-21
  it("hears at once when nobody is there", async () => {
    const { clock, network, dial } = await stage();
    const connecting = dial([present.publicKey, old.publicKey], { address: "sim:nobody" });
    await expect(clock.runUntilSettled(connecting, 1_000)).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_CONNECT",
      cause: { code: "ECONNREFUSED" },
    });
    expect([clock.now(), network.clients]).toEqual([10, []]);
  });
});
