import { describe, expect, it } from "vitest";
import { encodeAuthenticationMessage } from "../../src/auth/message.ts";
import { concat, lv8, utf8 } from "../../src/bytes.ts";
import { AuthMessage, CloseCode, FrameType } from "../../src/wire.ts";
import { scripted } from "../fixtures/auth-pair.ts";
import { peerError } from "../fixtures/failure.ts";
import { limits } from "../fixtures/machine-pair.ts";
import { authFrame, RogueClient } from "../fixtures/rogue-client.ts";

const links = [
  ["a reliable link", false],
  ["a lossy link", true],
] as const;

const begin = encodeAuthenticationMessage(AuthMessage.begin, lv8(utf8("none")));
const further = encodeAuthenticationMessage(AuthMessage.continue, new Uint8Array());
const ping = Uint8Array.of(FrameType.ping);
const close = (code: number) => Uint8Array.of(FrameType.close, code);

const protocol = peerError("ERR_COUNTERSIGN_PROTOCOL");
const aborted = peerError("ERR_COUNTERSIGN_PEER_ABORTED");

describe.each(links)("in epoch 0, on %s, a server", (_link, lossy) => {
  // spec: W-6
  it("takes a message in pieces, with padding and PING between them", async () => {
    const client = await RogueClient.meeting(lossy);
    for (let at = 0; at < begin.length; at++) {
      client.say(ping, authFrame(at, begin.subarray(at, at + 1)), new Uint8Array(3));
    }
    await client.settle();
    expect(client.server.peer).toEqual({ mechanism: "none" });
  });

  // spec: P-10
  it.each([
    ["a message", Uint8Array.of(FrameType.message, 1, 65)],
    ["a datagram", Uint8Array.of(FrameType.datagram, 1, 65)],
    ["RECEIVED", Uint8Array.of(FrameType.received)],
    ["a frame of unknown type", Uint8Array.of(0x3f)],
    ["a frame cut off", Uint8Array.of(FrameType.auth, 0, 9)],
  ])("refuses %s", async (_what, frame) => {
    const client = await RogueClient.meeting(lossy);
    client.say(frame);
    await client.settle();
    expect(client.server.error).toEqual(protocol);
  });

  // spec: A-1
  it.each([
    ["a message while it works on the one before", [begin, further]],
    ["a message that announces too much", [Uint8Array.of(AuthMessage.begin, 0x10, 0x01)]],
    ["two messages at once", [concat(begin, further)]],
  ])("refuses %s", async (_what, messages) => {
    const client = await RogueClient.meeting(lossy);
    let offset = 0;
    for (const message of messages) {
      client.say(authFrame(offset, message));
      offset += message.length;
    }
    await client.settle();
    expect(client.server.error).toEqual(protocol);
    expect(client.server.peer).toBeUndefined();
  });

  it("refuses a message after WELCOME", async () => {
    const client = await RogueClient.meeting(lossy);
    client.say(authFrame(0, begin));
    await client.settle();
    expect(client.server.events.filter((kind) => kind === "established")).toHaveLength(1);
    client.say(authFrame(begin.length, further));
    await client.settle(limits.refusalFloorMs);
    expect(client.server.error).toEqual(protocol);
    expect(client.server.events.filter((kind) => kind === "established")).toHaveLength(1);
  });

  it("refuses a mechanism that it did not offer", async () => {
    const client = await RogueClient.meeting(lossy, scripted("server", []));
    client.say(authFrame(0, begin));
    await client.settle(limits.refusalFloorMs);
    expect(client.server.error).toEqual(peerError("ERR_COUNTERSIGN_MECHANISM"));
  });

  // spec: S-8, not even CLOSE 0 is a proper end here
  it.each([
    ["before authentication", false],
    ["after it", true],
  ])("takes every CLOSE for a failure, %s", async (_when, established) => {
    for (const code of Object.values(CloseCode)) {
      const client = await RogueClient.meeting(lossy);
      if (established) client.say(authFrame(0, begin));
      await client.settle();
      client.say(close(code));
      await client.settle();
      expect(client.server.error, `code ${code}`).toMatchObject({ name: "PeerError" });
      if (code === CloseCode.done) expect(client.server.error).toEqual(aborted);
    }
  });

  it("does no work for what follows the client's CLOSE", async () => {
    const client = await RogueClient.meeting(lossy);
    client.say(close(CloseCode.aborted), authFrame(0, begin));
    await client.settle();
    expect(client.server.worked).toEqual(["decapsulate"]);
    expect(client.server.events.at(-1)).toBe("closed");
  });

  it("says nothing more when the client has closed", async () => {
    const client = await RogueClient.meeting(lossy);
    client.say(authFrame(0, begin), close(CloseCode.aborted));
    const before = client.server.sent.length;
    await client.settle();
    expect(client.server.sent.length).toBe(before);
    expect(client.server.peer).toBeUndefined();
  });
});

describe("in epoch 0, on a reliable link, a server", () => {
  // spec: W-6
  it.each([
    ["leaves a gap", 1, begin],
    ["repeats itself", 0, begin.subarray(0, 2)],
    ["says nothing at a wrong place", 7, new Uint8Array()],
  ])("refuses a client that %s", async (_what, offset, bytes) => {
    const client = await RogueClient.meeting(false);
    if (offset === 0) client.say(authFrame(0, bytes));
    client.say(authFrame(offset, bytes));
    await client.settle();
    expect(client.server.error).toEqual(protocol);
  });
});

describe("in epoch 0, on a lossy link, a server", () => {
  it("waits for what is missing, and takes what overlaps", async () => {
    const client = await RogueClient.meeting(true);
    client.say(authFrame(4, begin.subarray(4)));
    client.say(authFrame(0, begin.subarray(0, 3)));
    client.say(authFrame(1, begin.subarray(1, 5)));
    client.say(authFrame(4, begin.subarray(4)));
    await client.settle();
    expect(client.server.peer).toEqual({ mechanism: "none" });
  });

  // spec: A-8
  it("repeats its answer when the client repeats itself, and only then", async () => {
    const client = await RogueClient.meeting(true);
    const answers = () => client.server.sent.filter(([first]) => first === 0).length;
    client.say(authFrame(0, begin));
    client.say(authFrame(0, begin)); // still at work
    await client.settle();
    expect(answers()).toBe(1);
    client.say(ping);
    await client.settle();
    expect(answers()).toBe(1);
    client.say(authFrame(0, begin));
    await client.settle();
    expect(answers()).toBe(2);
    expect(client.server.worked).toEqual(["decapsulate", "authenticate"]);
  });
});
