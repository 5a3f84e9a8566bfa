import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/bytes.ts";
import { DatagramQueue } from "../../src/delivery/datagram-queue.ts";

function push(queue: DatagramQueue, text: string): void {
  const plaintext = Buffer.from(`<${text}>`);
  queue.push(plaintext, 1, 1 + utf8(text).length);
  plaintext.fill(0);
}

// spec: D-6
describe("DatagramQueue", () => {
  it("gives back what came, in order, in memory of its own", () => {
    const queue = new DatagramQueue();
    for (const text of ["one", "", "two"]) push(queue, text);
    expect([queue.poll(), queue.poll(), queue.poll(), queue.poll()].map((one) => one?.toString())).toEqual([
      "one",
      "",
      "two",
      undefined,
    ]);
  });

  it("drops the oldest when 256 wait", () => {
    const queue = new DatagramQueue();
    for (let i = 0; i < 300; i++) push(queue, String(i));
    for (let i = 300 - 256; i < 300; i++) expect(queue.poll()?.toString()).toBe(String(i));
    expect(queue.poll()).toBeUndefined();
  });
});
