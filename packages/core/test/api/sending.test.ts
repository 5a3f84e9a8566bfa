import { describe, expect, it } from "vitest";
import { Sending } from "../../src/api/sending.ts";

/** What has become of promises by the end of this turn. */
async function states(...promises: Promise<void>[]): Promise<string[]> {
  const found = promises.map(() => "pending");
  for (const [i, promise] of promises.entries()) {
    promise.then(
      () => {
        found[i] = "resolved";
      },
      (error: Error) => {
        found[i] = error.message;
      },
    );
  }
  await new Promise((resolve) => setImmediate(resolve));
  return found;
}

describe("Sending", () => {
  it("has one promise for all while there is room, and one for all who wait", async () => {
    const sending = new Sending();
    const [first, second] = [sending.small(true), sending.small(true)];
    expect(first).toBe(second);
    const [third, fourth] = [sending.small(false), sending.small(false)];
    expect(third).toBe(fourth);
    expect(await states(first, third)).toEqual(["resolved", "pending"]);
    sending.writable();
    expect(await states(third)).toEqual(["resolved"]);
    expect(sending.small(false)).not.toBe(third);
  });

  it("tells of each large message when it is written, the oldest first", async () => {
    const sending = new Sending();
    const messages = [sending.large(), sending.large()];
    sending.released();
    expect(await states(...messages)).toEqual(["resolved", "pending"]);
    sending.released();
    expect(await states(...messages)).toEqual(["resolved", "resolved"]);
  });

  it("fails everything that waits, and may be left unawaited", async () => {
    const sending = new Sending();
    const waiting = [sending.small(true), sending.small(false), sending.large()];
    sending.fail(new Error("broken"));
    expect(await states(...waiting)).toEqual(["resolved", "broken", "broken"]);
    sending.released();
    sending.writable();
  });
});
