import { describe, expect, it } from "vitest";
import { type Direction, seededRandom, type Tap } from "../../src/testing/index.ts";
import { seed } from "../fixtures/seed.ts";
import { type Meeting, meet } from "./meeting.ts";
import { parcel } from "./parcels.ts";

const bytes = 200_000;

/** Sends one message each way, and looks at what arrives. */
async function exchange({ clock, client, server }: Meeting, index: number): Promise<void> {
  const received: Promise<Buffer>[] = [client, server].map(
    (session) => new Promise((resolve) => session.once("message", resolve)),
  );
  void client.send(parcel("client", index, bytes));
  void server.send(parcel("server", index, bytes));
  const [down, up] = await clock.runUntilSettled(Promise.all(received), 60_000);
  expect(up?.equals(parcel("client", index, bytes))).toBe(true);
  expect(down?.equals(parcel("server", index, bytes))).toBe(true);
}

/** Both close, and nothing is left. */
async function part({ clock, client, server, stopListening }: Meeting): Promise<void> {
  stopListening();
  await clock.runUntilSettled(Promise.all([client.close(), server.close()]), 10_000);
  await clock.runUntilIdle(60_000);
}

// spec: H-11, P-7, R-13
describe(`an attacker who can send to both ends, seed ${seed}`, () => {
  it("changes nothing but counters by 100,000 packets that are random or forged", async () => {
    const random = seededRandom(seed);
    const genuine: Uint8Array[] = [];
    const onPacket: Tap = (packet) => {
      if (genuine.length < 200) genuine.push(Uint8Array.from(packet));
      return packet;
    };
    const meeting = await meet({ seed, onPacket });
    const { clock, network, client, server, serverAddress } = meeting;
    await exchange(meeting, 0);
    const [address = ""] = network.clients;
    for (let left = 50_000; left > 0; left -= 500) {
      for (let count = 0; count < 500; count++) {
        const packet = forged(random, genuine);
        network.inject(serverAddress, address, packet);
        network.inject(random.chance(0.5) ? address : "sim:attacker", serverAddress, packet, address);
      }
      await clock.advance(1);
    }
    for (const { packetsForged, packetsReplayed } of [client.stats(), server.stats()]) {
      expect(packetsForged + packetsReplayed).toBe(50_000);
    }
    expect(client.stats().unreadBytes + server.stats().unreadBytes).toBe(0);
    await exchange(meeting, 1);
    await part(meeting);
  }, 60_000);

  it("changes nothing by sending everything again, later and the other way too", async () => {
    const all: { readonly packet: Uint8Array; readonly direction: Direction }[] = [];
    const onPacket: Tap = (packet, direction) => {
      all.push({ packet: Uint8Array.from(packet), direction });
      return packet;
    };
    const meeting = await meet({ seed, onPacket, loss: 0.05 });
    const { clock, network, client, server, serverAddress } = meeting;
    for (let round = 0; round < 3; round++) {
      await exchange(meeting, round);
      await clock.advance(200);
      const received = [client.stats().bytesReceived, server.stats().bytesReceived];
      const [address = ""] = network.clients;
      for (const { packet } of [...all]) {
        network.inject(serverAddress, address, packet);
        network.inject(address, serverAddress, packet);
        await clock.advance(0.1);
      }
      await clock.advance(1_000);
      expect([client.stats().bytesReceived, server.stats().bytesReceived]).toEqual(received);
    }
    await part(meeting);
  });

  it("gets nothing but challenges by overtaking the client's packets with copies from an address of its own", async () => {
    const attacker = "sim:attacker";
    const stolen = { packets: 0, bytes: 0, paid: 0 };
    let meeting: Meeting | undefined;
    const onPacket: Tap = (packet, direction) => {
      const address = meeting?.network.clients[0];
      if (!meeting || !address || direction !== "client-to-server") return packet;
      stolen.paid += packet.length;
      meeting.network.inject(attacker, meeting.serverAddress, packet, address);
      return packet;
    };
    meeting = await meet({ seed, onPacket });
    const eavesdropper = await listenAt(meeting, attacker, (length) => {
      stolen.packets++;
      stolen.bytes += length;
    });
    for (let round = 0; round < 3; round++) await exchange(meeting, round);
    expect(stolen.packets).toBeGreaterThan(0);
    expect(stolen.bytes).toBeLessThanOrEqual(3 * stolen.paid);
    expect(stolen.bytes).toBeLessThan(bytes / 10);
    await eavesdropper.close();
    await part(meeting);
  });
});

/** Something random, or a genuine packet with a flipped bit. */
function forged(random: ReturnType<typeof seededRandom>, genuine: readonly Uint8Array[]): Uint8Array {
  if (random.chance(0.3)) {
    const packet = random.bytes(1 + random.integer(100));
    packet[0] = random.integer(4);
    return packet;
  }
  const packet = Uint8Array.from(genuine[random.integer(genuine.length)] as Uint8Array);
  const bit = random.integer(packet.length * 8);
  packet[bit >>> 3] = (packet[bit >>> 3] as number) ^ (1 << (bit & 7));
  return packet;
}

/** Hears what is sent to an address. */
function listenAt({ network }: Meeting, address: string, hear: (length: number) => void) {
  return network.transport().listen(address, {
    screen: (packet) => {
      hear(packet.length);
      return "ignore";
    },
    accept: () => {},
    handleFault: () => {},
  });
}
