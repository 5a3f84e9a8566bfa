import { describe, expect, it } from "vitest";
import { anonymous, anyone } from "../../src/auth/none.ts";
import type { Authenticated, AuthStep } from "../../src/authenticator.ts";
import { scripted } from "../fixtures/auth-pair.ts";
import { linkError, peerError } from "../fixtures/failure.ts";
import { establishedPair, limits, MachinePair, type MachinePairOptions } from "../fixtures/machine-pair.ts";
import { byKey, byUnknownName, byWrongKey } from "../fixtures/shared-keys.ts";

const links = [
  ["a reliable link", false],
  ["a lossy link", true],
] as const;

const result: Authenticated = { peer: { name: "someone", mechanism: "scripted" } };
const more = (bytes: number): AuthStep => ({ kind: "continue", send: Buffer.alloc(bytes, 7) });
const done: AuthStep = { kind: "done", result };

/** A mechanism of several steps, whose messages have so many bytes. */
function longExchange(bytes: number): MachinePairOptions {
  return {
    client: { authenticator: scripted("client", [more(bytes), more(bytes), more(bytes), done]) },
    server: {
      authenticators: [
        anyone(),
        scripted("server", [more(bytes), more(bytes), { ...done, send: Buffer.alloc(bytes, 8) }]),
      ],
    },
  };
}

describe.each(links)("authentication on %s", (_link, lossy) => {
  it.each([0, 1, 60, 61, 250, 251, 1_140, 1_180, 3_800, 4_031])(
    "carries messages of %d bytes both ways",
    async (bytes) => {
      const { client, server } = await establishedPair({ lossy, ...longExchange(bytes) });
      expect([client.peer, server.peer]).toEqual([result.peer, result.peer]);
    },
  );

  // spec: A-9, P-12
  it("fills its packets to multiples of 256 bytes, and to no more than a stranger may send", async () => {
    for (const bytes of [0, 200, 240, 300, 4_031]) {
      const { client, server } = await establishedPair({ lossy, ...longExchange(bytes) });
      const around = lossy ? 7 + 16 : 1 + 16;
      const largest = lossy ? 1_200 : 4_096;
      const sizes = [...client.sent, ...server.sent].filter(([first]) => first === 0).map(({ length }) => length);
      expect(sizes.length).toBeGreaterThan(5);
      for (const size of sizes) expect((size - around) % 256 === 0 || size === largest, `${size} bytes`).toBe(true);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(largest);
    }
  });

  // spec
  it.each([
    ["a wrong key", byWrongKey],
    ["an unknown name", byUnknownName],
  ])("refuses %s, but says nothing before the refusal floor", async (_what, options) => {
    const pair = new MachinePair({ lossy, ...options });
    const { client, server } = pair;
    await pair.settle();
    const before = server.sent.length;
    await pair.advance(limits.refusalFloorMs - 1);
    expect([server.sent.length, client.closed, server.closed]).toEqual([before, undefined, undefined]);
    await pair.advance(1);
    expect(server.error).toMatchObject({
      code: "ERR_COUNTERSIGN_AUTHENTICATION",
      message: "The client could not prove who it is.",
    });
    expect(client.error).toEqual(peerError("ERR_COUNTERSIGN_AUTHENTICATION"));
  });

  it("waits for the next multiple of the floor, counted from the client's message, when the look-up takes longer", async () => {
    const pair = new MachinePair({ lossy, ...byWrongKey });
    await pair.settleUntil(() => pair.client.worked.includes("authenticate"));
    pair.carry("client-to-server");
    pair.server.idle = true;
    await pair.advance(limits.refusalFloorMs + 50);
    pair.server.idle = false;
    await pair.advance(limits.refusalFloorMs - 51);
    expect(pair.server.closed).toBeUndefined();
    await pair.advance(1);
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_AUTHENTICATION"));
  });

  it("gives each client one attempt: nothing more is heard while it is refused", async () => {
    const pair = new MachinePair({ lossy, ...byWrongKey });
    const { client, server } = pair;
    await pair.settle();
    const forged = server.machine.packetsForged;
    for (const packet of client.sent) pair.inject(server, packet);
    pair.inject(server, Buffer.alloc(100));
    expect([server.closed, server.machine.packetsForged, server.worked.length]).toEqual([undefined, forged, 2]);
  });

  // spec: A-7
  it("ends when the server does not offer the client's mechanism, before the client says anything of itself", async () => {
    const asked: string[] = [];
    const authenticator = scripted("client", [
      () => {
        asked.push("step");
        return done;
      },
    ]);
    const pair = new MachinePair({ lossy, client: { authenticator } });
    await pair.settle();
    expect(pair.client.error).toMatchObject({ code: "ERR_COUNTERSIGN_MECHANISM" });
    expect(pair.client.error.message).toContain('"none"');
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_MECHANISM"));
    expect(asked).toEqual([]);
  });

  it("never falls back to none", async () => {
    const pair = new MachinePair({ lossy, client: byKey.client, server: { authenticators: [anyone()] } });
    await pair.settle();
    expect(pair.client.error).toEqual(peerError("ERR_COUNTERSIGN_MECHANISM"));
    const other = new MachinePair({ lossy, client: { authenticator: anonymous() }, server: byKey.server });
    await other.settle();
    expect(other.client.error).toEqual(peerError("ERR_COUNTERSIGN_MECHANISM"));
  });

  it("mixes the mechanism's secret into the traffic keys: sides with different ones cannot talk", async () => {
    const withSecret = (fill: number): AuthStep => ({
      kind: "done",
      result: { ...result, secret: Buffer.alloc(32, fill) },
    });
    const pair = new MachinePair({
      lossy,
      client: { authenticator: scripted("client", [more(1), withSecret(1)]) },
      server: { authenticators: [scripted("server", [withSecret(2)])] },
    });
    await pair.settle();
    const { client, server } = pair;
    client.machine.traffic?.delivery.sendDatagram(Buffer.from("unreadable"));
    await pair.settle();
    expect(server.datagrams).toEqual([]);
    expect(server.machine.packetsForged).toBeGreaterThan(0);
    if (!lossy) expect(server.error).toEqual(peerError("ERR_COUNTERSIGN_FORGED_PACKET"));
  });

  it("takes a slow look-up, within the handshake's time limit", async () => {
    const pair = new MachinePair({ lossy, ...byKey });
    await pair.settleUntil(() => pair.client.worked.includes("authenticate"));
    pair.server.idle = true;
    await pair.advance(limits.handshakeTimeoutMs - 1);
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
    await pair.advance(1);
    expect(pair.server.error).toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
    expect(pair.client.closed?.error).toBeDefined();
  });
});

describe("a server that the client refuses", () => {
  it.each(links)("is told why, on %s", async (_link, lossy) => {
    const pair = new MachinePair({
      lossy,
      client: byKey.client,
      server: { authenticators: [{ ...scripted("server", [done]), mechanism: "hmac-sha256" }] },
    });
    await pair.advance(limits.refusalFloorMs);
    expect(pair.client.error).toMatchObject({
      code: "ERR_COUNTERSIGN_AUTHENTICATION",
      message: "The server could not prove who it is.",
    });
    expect(pair.server.error).toEqual(peerError("ERR_COUNTERSIGN_AUTHENTICATION"));
  });
});

it("ends the attempt when a mechanism throws on being asked to begin", async () => {
  const broken = scripted("client", [done]);
  const pair = new MachinePair({
    client: {
      authenticator: {
        ...broken,
        begin() {
          throw new Error("out of order");
        },
      },
    },
    server: { authenticators: [scripted("server", [done])] },
  });
  await pair.advance(limits.refusalFloorMs);
  expect(pair.client.error).toEqual(peerError("ERR_COUNTERSIGN_AUTHENTICATION"));
  expect(pair.client.error.cause).toEqual(new Error("out of order"));
});
