import { expect, it } from "vitest";
import { Farewell } from "../../src/session/farewell.ts";

/** Packets come, and every last word that is due is written at once. Returns by which packets one was due. */
function answered(farewell: Farewell, packets: number): number[] {
  const heard: number[] = [];
  for (let packet = 1; packet <= packets; packet++) {
    farewell.handlePacket();
    if (!farewell.due) continue;
    heard.push(packet);
    farewell.write(new Uint8Array(8));
  }
  return heard;
}

const writeLast = (packet: Uint8Array) => packet.fill(7, 0, 3).indexOf(0);

it("the last word is said again to the first packet, the second, the fourth, and so on", () => {
  const farewell = new Farewell(writeLast, 100, false);
  expect(farewell.due).toBe(false);
  expect(answered(farewell, 1_000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
});

it("the last word is due at once if it was not said yet, and is as its session writes it", () => {
  const farewell = new Farewell(writeLast, 100, true);
  expect([farewell.due, farewell.until]).toEqual([true, 100]);
  const packet = new Uint8Array(8);
  expect(farewell.write(packet)).toBe(3);
  expect([farewell.due, ...packet.subarray(0, 4)]).toEqual([false, 7, 7, 7, 0]);
});

it("packets that come before it could be said are answered once", () => {
  const farewell = new Farewell(writeLast, 100, false);
  for (let i = 0; i < 3; i++) farewell.handlePacket();
  expect(farewell.due).toBe(true);
  farewell.write(new Uint8Array(8));
  expect(farewell.due).toBe(false);
});
