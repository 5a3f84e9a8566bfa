import { describe, expect, it } from "vitest";
import { linkError } from "../fixtures/failure.ts";
import { establishedPair, limits, MachinePair } from "../fixtures/machine-pair.ts";
import { byKey } from "../fixtures/shared-keys.ts";

const cause = new Error("ECONNREFUSED");
const unreachable = { kind: "unreachable", cause } as const;

// spec: H-21
describe("news that nobody can be reached", () => {
  it.each([true, false])("ends an attempt that has heard nothing authentic, at once (lossy: %s)", (lossy) => {
    const pair = new MachinePair({ lossy, ...byKey });
    pair.client.machine.handleHint(unreachable);
    pair.client.collect();
    expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_CONNECT"));
    expect(pair.client.error).toMatchObject({ cause, message: expect.stringContaining("ECONNREFUSED") });
    expect(pair.client.machine.nextTimeout(0)).toBeUndefined();
  });

  it("ends it while an ACCEPT is looked at that may be anyone's", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    pair.client.idle = true;
    await pair.settle();
    pair.client.machine.handleHint(unreachable);
    pair.client.idle = false;
    await pair.settle();
    expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_CONNECT"));
  });

  it("changes nothing after ACCEPT, nor is it the reason should the handshake time out", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    await pair.settleUntil(() => pair.client.worked.includes("decapsulate"));
    pair.client.machine.handleHint(unreachable);
    pair.tap = () => undefined;
    await pair.advance(limits.handshakeTimeoutMs);
    expect(pair.client.error).toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
    expect(pair.client.error.cause).toBeUndefined();
  });

  it("changes nothing at a server, in whatever state", async () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    const hint = () => pair.server.machine.handleHint(unreachable);
    hint();
    await pair.settleUntil(() => {
      hint();
      return pair.server.peer !== undefined;
    });
    hint();
    await pair.settle();
    expect([pair.client.closed, pair.server.closed, pair.client.peer]).toEqual([
      undefined,
      undefined,
      expect.anything(),
    ]);
  });

  it("changes nothing in a session", async () => {
    const pair = await establishedPair({ lossy: true, ...byKey });
    for (const { machine } of [pair.client, pair.server]) machine.handleHint(unreachable);
    await pair.settle();
    expect([pair.client.closed, pair.server.closed]).toEqual([undefined, undefined]);
  });

  it("is another matter than that a packet was too large", () => {
    const pair = new MachinePair({ lossy: true, ...byKey });
    pair.client.machine.handleHint({ kind: "too-large", bytes: 1_200 });
    pair.client.collect();
    expect(pair.client.closed).toBeUndefined();
  });
});
