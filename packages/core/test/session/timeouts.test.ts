import { describe, expect, it } from "vitest";
import { linkError } from "../fixtures/failure.ts";
import { establishedPair, limits, MachinePair, type MachinePairOptions } from "../fixtures/machine-pair.ts";

const idle = limits.idleTimeoutMs;
const nothing = () => undefined;

/** Both sides with other limits. */
function withLimits(client: Partial<typeof limits>, server: Partial<typeof limits> = {}): MachinePairOptions {
  return { client: { limits: { ...limits, ...client } }, server: { limits: { ...limits, ...server } } };
}

describe.each([
  ["a reliable link", false],
  ["a lossy link", true],
])("on %s", (_link, lossy) => {
  // spec: S-3
  it("a handshake takes so long and no longer", async () => {
    const pair = new MachinePair({ lossy, tap: nothing });
    await pair.advance(limits.handshakeTimeoutMs - 1);
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
    await pair.advance(1);
    for (const side of [pair.client, pair.server]) {
      expect(side.error).toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
    }
  });

  it("is told the time from when the link was opened", async () => {
    const pair = new MachinePair({ lossy, tap: nothing, client: { startedAt: -4_000 } });
    await pair.advance(limits.handshakeTimeoutMs - 4_000);
    expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
    expect(pair.server.closed?.error).not.toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
  });

  // spec: S-4
  it("two silent sides keep each other alive, without haste", async () => {
    const pair = await establishedPair({ lossy });
    const before = pair.client.sent.length;
    await pair.advance(10 * idle);
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
    // On a lossy link each PING is answered by an acknowledgement.
    expect(pair.client.sent.length - before).toBe(lossy ? 60 : 30);
  });

  it("a side that talks needs no PING", async () => {
    const pair = await establishedPair({ lossy });
    const before = pair.client.sent.length;
    for (let i = 0; i < 100; i++) {
      pair.client.machine.traffic?.delivery.sendDatagram(Buffer.from("here"));
      await pair.advance(idle / 10);
    }
    expect(pair.client.sent.length - before).toBe(100);
  });

  // spec: S-2
  it("a peer that is not heard any more is taken for dead", async () => {
    const pair = await establishedPair({ lossy });
    pair.tap = nothing;
    await pair.advance(idle - 1);
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
    await pair.advance(1);
    for (const side of [pair.client, pair.server]) {
      expect(side.error).toEqual(linkError("ERR_COUNTERSIGN_IDLE_TIMEOUT"));
    }
  });

  it("each side keeps within the other's limit, not its own", async () => {
    const pair = await establishedPair({ lossy, ...withLimits({ idleTimeoutMs: 3_000 }, { idleTimeoutMs: 0 }) });
    const before = [pair.client.sent.length, pair.server.sent.length];
    await pair.advance(30_000);
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
    expect(pair.client.sent.length - (before[0] as number)).toBe(lossy ? 30 : 0);
    expect(pair.server.sent.length - (before[1] as number)).toBe(30);
  });

  it("no limit at all means to wait for ever, asleep", async () => {
    const pair = await establishedPair({ lossy, ...withLimits({ idleTimeoutMs: 0 }, { idleTimeoutMs: 0 }) });
    expect(pair.client.machine.nextTimeout(pair.now)).toBeUndefined();
    expect(pair.server.machine.nextTimeout(pair.now)).toBeUndefined();
  });

  it("a peer cannot make us send more often than every 100 ms", async () => {
    const pair = await establishedPair({ lossy, ...withLimits({ idleTimeoutMs: 1 }) });
    const before = pair.server.sent.length;
    pair.client.blocked = true;
    await pair.advance(1_000);
    // On a lossy link each one that nobody answers is followed by probes, ever more seldom.
    expect(pair.server.sent.length - before).toBeLessThanOrEqual(lossy ? 20 : 10);
  });

  it("a side that cannot send sleeps until it can, and is not taken for dead while it hears", async () => {
    const pair = await establishedPair({ lossy });
    pair.client.blocked = true;
    await pair.advance(idle - 1);
    expect(pair.client.closed).toBeUndefined();
    pair.client.blocked = false;
    await pair.settle();
    await pair.advance(idle);
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
  });

  it("the time does not run while the application does not read", async () => {
    const pair = await establishedPair({ lossy });
    pair.client.machine.setReading(false, pair.now);
    pair.tap = (packet, way) => (way === "client-to-server" ? packet : undefined);
    await pair.advance(3 * idle);
    expect(pair.client.closed).toBeUndefined();
    pair.client.machine.setReading(true, pair.now);
    await pair.advance(idle - 1);
    expect(pair.client.closed).toBeUndefined();
    await pair.advance(1);
    expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_IDLE_TIMEOUT"));
  });

  it("a refusal waits for a link without room no longer than a second, and asleep", async () => {
    const pair = await establishedPair({ lossy });
    const { client } = pair;
    client.blocked = true;
    client.machine.refuse(new Error("no"), 1, pair.now, pair.now);
    await pair.advance(limits.refusalFloorMs + 999);
    expect(client.closed).toBeUndefined();
    await pair.advance(1);
    expect(client.error.message).toBe("no");
  });

  it("nothing more is due after the end", async () => {
    const pair = await establishedPair({ lossy });
    pair.cut();
    for (const { machine } of [pair.client, pair.server]) {
      expect(machine.nextTimeout(pair.now)).toBeUndefined();
      machine.handleTimeout(pair.now + 10 * idle);
      expect([machine.pollEvent(), machine.pollSize(pair.now)]).toEqual([undefined, 0]);
    }
  });
});

it("forged packets are no sign of life", async () => {
  const pair = await establishedPair({ lossy: true });
  pair.tap = nothing;
  for (let i = 0; i < 9; i++) {
    await pair.advance(idle / 10);
    pair.inject(pair.client, Buffer.alloc(100, 1));
    pair.inject(pair.client, Buffer.alloc(100, 0xc2));
  }
  await pair.advance(idle / 10);
  expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_IDLE_TIMEOUT"));
  expect(pair.client.machine.packetsForged).toBeGreaterThanOrEqual(18);
});

// spec: S-8
describe("the end of the link", () => {
  it("during the handshake is reported with the system's reason", async () => {
    const pair = new MachinePair();
    pair.carry("client-to-server");
    const reason = new Error("ECONNRESET");
    pair.cut(reason);
    expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
    expect(pair.client.error.cause).toBe(reason);
  });

  it("during the session is truncation, after what had arrived", async () => {
    const pair = await establishedPair();
    pair.client.send("last");
    pair.carry("client-to-server");
    pair.cut();
    expect(pair.server.texts).toEqual(["last"]);
    expect(pair.server.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
  });

  it("in the middle of a message gives nothing of it", async () => {
    const pair = await establishedPair();
    pair.client.machine.send(Buffer.alloc(200_000, 1));
    const packet = pair.client.nextPacket(pair.now) as Buffer;
    pair.inject(pair.server, packet);
    pair.cut();
    expect(pair.server.messages).toEqual([]);
    expect(pair.server.error).toEqual(linkError("ERR_COUNTERSIGN_TRUNCATED"));
  });
});
