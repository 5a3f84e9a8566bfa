import { describe, expect, it } from "vitest";
import { encodeReject } from "../../src/handshake/reject.ts";
import { encodeRetry } from "../../src/handshake/retry.ts";
import { type SimulatedNetwork, simulatedNetwork, type Tap, virtualClock } from "../../src/testing/index.ts";
import { clientIdBytes, cookieBytes, HandshakeType, RejectCode } from "../../src/wire.ts";
import { seed } from "../fixtures/seed.ts";
import { meetOn } from "./meeting.ts";
import { failuresOf, patienceMs, seedsFor } from "./seeds.ts";

/** Everything that a server could say instead of ACCEPT, to the client of this HELLO. */
function refusals(clientId: Uint8Array): Uint8Array[] {
  const rejects = Object.values(RejectCode).map((code) => encodeReject({ clientId, code, versions: [9], suites: [] }));
  return [...rejects, encodeRetry({ clientId, cookie: new Uint8Array(cookieBytes).fill(7) })];
}

// spec: H-11
describe(`who reads HELLO and answers in the server's name, from seed ${seed}`, () => {
  it(
    "keeps nobody from meeting, and changes nothing at an open session",
    async () => {
      const failures = await failuresOf(seedsFor(10), async (each) => {
        const clock = virtualClock();
        let network: SimulatedNetwork | undefined;
        const spoofed: Uint8Array[] = [];
        const onPacket: Tap = (packet) => {
          if (packet[0] !== HandshakeType.hello) return packet;
          for (const refusal of refusals(packet.slice(2, 2 + clientIdBytes))) {
            spoofed.push(refusal);
            for (const client of network?.clients ?? []) network?.inject("sim:1", client, refusal);
          }
          return packet;
        };
        network = simulatedNetwork({ seed: each, clock, onPacket, loss: 0.1 });
        const [meeting] = await meetOn(clock, network, 1, { handshakeTimeoutMs: 60_000 });
        if (!meeting) throw new Error("Nobody has met.");
        expect(spoofed.length).toBeGreaterThan(0);
        const { client, server, serverAddress } = meeting;
        const heard = new Promise((resolve) => server.once("message", resolve));
        const [address = ""] = network.clients;
        for (const refusal of spoofed) network.inject(serverAddress, address, refusal);
        void client.send("still here");
        expect(String(await clock.runUntilSettled(heard, 10_000))).toBe("still here");
        expect(client.stats().packetsForged).toBeGreaterThanOrEqual(spoofed.length);
        client.abort();
        await clock.runUntilIdle();
      });
      expect(failures).toEqual([]);
    },
    patienceMs,
  );
});
