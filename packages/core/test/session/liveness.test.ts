import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../src/limits.ts";
import { Liveness } from "../../src/session/liveness.ts";

const { handshakeTimeoutMs, idleTimeoutMs } = defaultLimits;

function established(peerIdle: number, limits = defaultLimits): Liveness {
  const liveness = new Liveness(limits, 1_000);
  liveness.establish(peerIdle, 2_000);
  return liveness;
}

describe("Liveness", () => {
  // spec: S-3
  it("allows the handshake its time, whatever is sent meanwhile", () => {
    const liveness = new Liveness(defaultLimits, 1_000);
    liveness.sent(5_000);
    liveness.heard(5_000);
    expect(liveness.nextTimeout()).toBe(1_000 + handshakeTimeoutMs);
    expect(liveness.overdue(999 + handshakeTimeoutMs)).toBeUndefined();
    expect(liveness.overdue(1_000 + handshakeTimeoutMs)).toBe("handshake");
  });

  // spec: S-4
  it("asks for a PING after a third of the peer's limit without sending, once each time", () => {
    const liveness = established(30_000);
    expect(liveness.nextTimeout()).toBe(12_000);
    expect([liveness.overdue(11_999), liveness.overdue(12_000), liveness.overdue(12_001)]).toEqual([
      undefined,
      "ping",
      undefined,
    ]);
    expect(liveness.nextTimeout()).toBe(22_000);
    liveness.sent(15_000);
    expect(liveness.nextTimeout()).toBe(25_000);
  });

  it("never asks for a PING when the peer has no limit, nor more often than every 100 ms", () => {
    expect(established(0, { ...defaultLimits, idleTimeoutMs: 0 }).nextTimeout()).toBeUndefined();
    expect(established(1).nextTimeout()).toBe(2_100);
  });

  // spec: S-2
  it("takes the peer for dead after our own limit without hearing", () => {
    const liveness = established(0);
    liveness.heard(10_000);
    expect(liveness.nextTimeout()).toBe(10_000 + idleTimeoutMs);
    expect(liveness.overdue(9_999 + idleTimeoutMs)).toBeUndefined();
    expect(liveness.overdue(10_000 + idleTimeoutMs)).toBe("idle");
  });

  it("does not count silence while nobody reads", () => {
    const liveness = established(0);
    liveness.setReading(false, 10_000);
    expect(liveness.overdue(1e9)).toBeUndefined();
    liveness.setReading(true, 1e9);
    expect(liveness.nextTimeout()).toBe(1e9 + idleTimeoutMs);
  });
});
