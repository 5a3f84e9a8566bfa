import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { measureCrypto } from "../../src/measure/crypto.ts";
import { ciphers } from "../../src/subjects/ciphers.ts";
import { sealingOf } from "../../src/subjects/sealing.ts";
import type { Sealing } from "../../src/subjects/subject.ts";
import { briefly } from "../fixtures/stage.ts";

const plain: Sealing = { seal: (message) => Buffer.from(message), open: (sealed) => sealed };

describe("measureCrypto", () => {
  it("gives each iteration's rate, and opens in the order in which it sealed", async () => {
    let [sealed, opened] = [0, 0];
    const counting: Sealing = {
      seal(message) {
        sealed++;
        return plain.seal(message);
      },
      open(packet) {
        opened++;
        return plain.open(packet);
      },
    };
    const samples = await measureCrypto(counting, 1_000, briefly);
    expect(samples.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...samples)).toBeGreaterThan(0);
    expect(opened).toBe(sealed);
  });

  it.each([
    ["changes a message", (sealed: Uint8Array) => Buffer.from(sealed).fill(1, 10)],
    ["refuses what it sealed itself", () => undefined],
  ])("rejects when the subject %s", async (_what, open) => {
    await expect(measureCrypto({ ...plain, open }, 64, briefly)).rejects.toThrow("message 0 was opened changed");
  });
});

describe.each(["hybrid", "sealedBox"] as const)("sealingOf %s", (name) => {
  const openSealing = async () => sealingOf(await (name === "hybrid" ? ciphers.hybrid(2048) : ciphers.sealedBox()));

  it("hides a message, opens it, and seals the same one otherwise the next time", async () => {
    const sealing = await openSealing();
    const message = randomBytes(200);
    const [first, second] = [sealing.seal(message), sealing.seal(message)].map((packet) => Buffer.from(packet));
    expect(first).not.toEqual(second);
    expect(first?.includes(message.subarray(0, 16))).toBe(false);
    expect(sealing.open(first ?? message)).toEqual(message);
  });

  it("opens nothing that was changed", async () => {
    const sealing = await openSealing();
    const packet = Buffer.from(sealing.seal(randomBytes(200)));
    packet.writeUInt8(packet.readUInt8(0) ^ 1, 0);
    expect(sealing.open(packet)).toBeUndefined();
  });
});
