import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { windowBytes } from "../../src/chat/files/limits.ts";
import type { FromServer } from "../../src/chat/protocol.ts";
import type { Member } from "../../src/chat/server/room.ts";
import { Transfer } from "../../src/chat/server/transfer.ts";
import { Transfers } from "../../src/chat/server/transfers.ts";

class Listener implements Member {
  readonly heard: FromServer[] = [];
  readonly name: string;
  isFull = false;

  constructor(name: string) {
    this.name = name;
  }

  deliver(message: FromServer): boolean {
    if (this.isFull) return false;
    this.heard.push(message);
    return true;
  }

  dismiss(): void {}

  kinds(): readonly string[] {
    return this.heard.map(({ kind }) => kind);
  }
}

const size = 32 * 1024;
const hash = "a".repeat(64);

function transferOf(bytes: number, patienceMs = 60_000) {
  const [alice, bob, carol] = [new Listener("alice"), new Listener("bob"), new Listener("carol")] as const;
  let overs = 0;
  const over = () => void overs++;
  const receivers = [bob, carol];
  const transfer = new Transfer({ id: 7, sender: alice, receivers, file: "cat.png", bytes, over, patienceMs });
  const pass = (count = 1, from: Member = alice) => {
    const chunk = { kind: "chunk", transfer: 7, data: Buffer.alloc(size) } as const;
    return Array.from({ length: count }, () => transfer.pass(from, chunk));
  };
  for (const { heard } of [alice, bob, carol]) heard.length = 0;
  return { transfer, pass, alice, bob, carol, overs: () => overs };
}

describe("a file on its way", () => {
  it("reaches all receivers, and the sender hears of each", () => {
    const { transfer, pass, alice, bob, carol, overs } = transferOf(2 * size);
    expect(pass(2)).toEqual([true, true]);
    transfer.finish(alice, hash);
    for (const each of [bob, carol]) {
      expect(each.kinds()).toEqual(["chunk", "chunk", "finish"]);
      transfer.report(each, 2 * size);
      transfer.confirm(each, hash);
    }
    expect(alice.heard).toEqual([
      { kind: "got", transfer: 7, name: "bob", sha256: hash },
      { kind: "had", transfer: 7, bytes: 2 * size },
      { kind: "got", transfer: 7, name: "carol", sha256: hash },
      { kind: "over", transfer: 7, reason: "" },
    ]);
    expect(overs()).toBe(1);
  });

  it("is never further than a window ahead of the slowest", () => {
    const { transfer, pass, alice, bob, carol, overs } = transferOf(4 * windowBytes);
    const count = windowBytes / size;
    expect(pass(count)).not.toContain(false);
    transfer.report(bob, windowBytes);
    expect(alice.kinds()).toEqual([]);
    transfer.report(carol, windowBytes / 2);
    expect(alice.heard).toEqual([{ kind: "had", transfer: 7, bytes: windowBytes / 2 }]);
    expect(pass(count / 2)).not.toContain(false);
    expect(pass()).toEqual([false]);
    expect(overs()).toBe(1);
    expect(bob.heard.at(-1)).toEqual({ kind: "over", transfer: 7, reason: "alice sent more than was agreed" });
  });

  it("takes its bytes from the sender alone, and believes no report of more than was sent", () => {
    const { transfer, pass, alice, bob, carol } = transferOf(2 * size);
    expect(pass(1, bob)).toEqual([false]);
    pass();
    for (const each of [bob, carol]) transfer.report(each, 2 * size);
    transfer.confirm(bob, hash);
    transfer.finish(bob, hash);
    expect(alice.kinds()).toEqual([]);
    expect(carol.kinds()).toEqual(["chunk"]);
  });

  it("ends with less than was agreed when the sender says that this was all, or leaves", () => {
    const short = transferOf(2 * size);
    short.pass();
    short.transfer.finish(short.alice, hash);
    expect(short.bob.heard.at(-1)).toMatchObject({ kind: "over", reason: "alice sent less than was agreed" });
    const left = transferOf(2 * size);
    left.transfer.drop(left.alice, "left");
    expect(left.carol.heard.at(-1)).toMatchObject({ kind: "over", reason: "alice left" });
  });

  it("goes on without who has no room for it, or leaves", () => {
    const { transfer, pass, alice, bob, carol, overs } = transferOf(2 * size);
    bob.isFull = true;
    pass();
    expect(alice.heard).toEqual([
      { kind: "without", transfer: 7, name: "bob", reason: "did not keep up with the file" },
    ]);
    expect(carol.kinds()).toEqual(["chunk"]);
    transfer.drop(carol, "left");
    expect(alice.heard.at(-1)).toMatchObject({ kind: "over", reason: "" });
    expect(overs()).toBe(1);
  });

  it("does not wait for who does not move on", async () => {
    const { transfer, pass, alice, bob, carol } = transferOf(2 * size, 20);
    pass();
    transfer.report(bob, size);
    while (!carol.kinds().includes("over")) await setTimeout(5);
    expect(alice.heard.find(({ kind }) => kind === "without")).toMatchObject({ name: "carol" });
    while (!bob.kinds().includes("over")) await setTimeout(5);
    expect(bob.heard.at(-1)).toMatchObject({ reason: "alice sent nothing any more" });
  });
});

describe("files that go through a room", () => {
  it("go one at a time, and to somebody", () => {
    const transfers = new Transfers();
    const [alice, bob] = [new Listener("alice"), new Listener("bob")] as const;
    const offer = { kind: "offer", file: "cat.png", bytes: 1 } as const;
    transfers.take(alice, offer, () => []);
    expect(alice.heard).toEqual([{ kind: "declined", reason: "Nobody else is here." }]);
    transfers.take(alice, offer, () => [bob]);
    transfers.take(bob, offer, () => [alice]);
    expect(bob.heard.at(-1)).toMatchObject({ kind: "declined", reason: expect.stringContaining("alice is sending") });
    transfers.leave(alice, "left");
    transfers.take(bob, offer, () => [alice]);
    expect(bob.heard.at(-1)).toEqual({ kind: "proceed", transfer: 2 });
  });
});
