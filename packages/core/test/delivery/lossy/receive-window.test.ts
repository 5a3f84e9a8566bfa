import { describe, expect, it } from "vitest";
import { ReceiveWindow } from "../../../src/delivery/lossy/receive-window.ts";

/** Takes MAX_DATA if there is one to send. */
const said = (window: ReceiveWindow) => (window.due ? window.take() : undefined);

// spec: R-3
describe("ReceiveWindow", () => {
  it("grants the window from the start, and says nothing of it", () => {
    const window = new ReceiveWindow(1_000);
    expect([window.grantedBytes, said(window)]).toEqual([1_000, undefined]);
    window.handleDelivered(0);
    expect(said(window)).toBeUndefined();
  });

  it("grants more in steps of a quarter, each said once", () => {
    const window = new ReceiveWindow(1_000);
    window.handleDelivered(249);
    expect([window.grantedBytes, said(window)]).toEqual([1_000, undefined]);
    window.handleDelivered(250);
    expect([window.grantedBytes, said(window), said(window)]).toEqual([1_250, 1_250, undefined]);
    window.handleDelivered(499);
    expect(said(window)).toBeUndefined();
    window.handleDelivered(900);
    expect([window.grantedBytes, said(window)]).toEqual([1_900, 1_900]);
  });

  it("never grants more than the window beyond what was delivered, nor takes anything back", () => {
    const window = new ReceiveWindow(1_000);
    let before = 0;
    for (let delivered = 0; delivered < 20_000; delivered += 77) {
      window.setReading(delivered % 3 > 0, delivered);
      window.handleDelivered(delivered);
      expect(window.grantedBytes).toBeGreaterThanOrEqual(before);
      expect(window.grantedBytes).toBeLessThanOrEqual(delivered + 1_000);
      before = window.grantedBytes;
    }
  });

  it("grants nothing to an application that does not read, and all of it when it reads again", () => {
    const window = new ReceiveWindow(1_000);
    window.setReading(false, 0);
    window.handleDelivered(800);
    expect([window.grantedBytes, said(window)]).toEqual([1_000, undefined]);
    window.setReading(true, 800);
    expect([window.grantedBytes, said(window)]).toEqual([1_800, 1_800]);
    window.setReading(false, 800);
    window.setReading(true, 1_049);
    expect(said(window)).toBeUndefined();
  });

  it("says again what may be lost, unless it has said more since", () => {
    const window = new ReceiveWindow(1_000);
    window.handleDelivered(300);
    expect(said(window)).toBe(1_300);
    window.handleLost(1_300);
    expect([said(window), said(window)]).toEqual([1_300, undefined]);
    window.handleDelivered(600);
    expect(said(window)).toBe(1_600);
    window.handleLost(1_300);
    expect(said(window)).toBeUndefined();
    window.setReading(false, 600);
    window.handleLost(1_600);
    expect(said(window)).toBe(1_600);
  });

  it("has news that were not said yet go with the repeat", () => {
    const window = new ReceiveWindow(1_000);
    window.handleDelivered(300);
    window.take();
    window.handleDelivered(600);
    window.handleLost(1_300);
    expect([said(window), said(window)]).toEqual([1_600, undefined]);
  });
});
