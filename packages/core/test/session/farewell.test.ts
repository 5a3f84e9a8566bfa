import { expect, it } from "vitest";
import { Farewell } from "../../src/session/farewell.ts";

const writeLast = (packet: Uint8Array) => packet.fill(7, 0, 3).indexOf(0);

function farewell(due = false): Farewell {
  return new Farewell({ writeLast, patienceMs: 100, due, now: 1_000 });
}

/** Packets come, and every last word that is due is written at once. Returns by which packets one was due. */
function answered(last: Farewell, packets: number): number[] {
  const heard: number[] = [];
  for (let packet = 1; packet <= packets; packet++) {
    last.handlePacket(1_000);
    if (!last.due) continue;
    heard.push(packet);
    last.write(new Uint8Array(8));
  }
  return heard;
}

// spec: R-20
it("the last word is said again to each of the first packets, and then ever more seldom", () => {
  const last = farewell();
  expect(last.due).toBe(false);
  expect(answered(last, 1_000)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256, 512]);
});

it("the last word is due at once if it was not said yet, and is as its session writes it", () => {
  const last = farewell(true);
  expect([last.due, last.until]).toEqual([true, 1_100]);
  const packet = new Uint8Array(8);
  expect(last.write(packet)).toBe(3);
  expect([last.due, ...packet.subarray(0, 4)]).toEqual([false, 7, 7, 7, 0]);
});

it("packets that come before it could be said are answered once", () => {
  const last = farewell();
  for (let i = 0; i < 3; i++) last.handlePacket(1_000);
  expect(last.due).toBe(true);
  last.write(new Uint8Array(8));
  expect(last.due).toBe(false);
});

// spec: R-20
it("a peer that goes on is waited for, and not for ever", () => {
  const last = farewell();
  last.handlePacket(1_050);
  expect(last.until).toBe(1_200); // it asks again after twice the time
  for (let now = 1_100; now < 100_000; now += 50) last.handlePacket(now);
  expect(last.until).toBe(21_000);
});

// spec: R-20
it("nor for long is one that made itself look as if it was far away", () => {
  const last = new Farewell({ writeLast, patienceMs: 1_000_000, due: false, now: 1_000 });
  expect(last.until).toBe(21_000);
  for (let now = 1_000; now < 100_000; now += 50) last.handlePacket(now);
  expect(last.until).toBe(21_000);
});
