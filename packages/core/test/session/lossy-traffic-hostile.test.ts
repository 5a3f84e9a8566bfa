import { describe, expect, it } from "vitest";
import { concat, varint } from "../../src/bytes.ts";
import { CloseCode, FrameType } from "../../src/wire.ts";
import { peerError } from "../fixtures/failure.ts";
import { FrankClient } from "../fixtures/frank-client.ts";
import { establishedPair } from "../fixtures/machine-pair.ts";
import { sendFrames } from "../fixtures/raw-frames.ts";

const protocol = peerError("ERR_COUNTERSIGN_PROTOCOL");
const limit = peerError("ERR_COUNTERSIGN_LIMIT");

const stream = (offset: number, bytes: Uint8Array) =>
  concat(Uint8Array.of(FrameType.stream), varint(offset), varint(bytes.length), bytes);
const fin = (offset: number) => concat(Uint8Array.of(FrameType.fin), varint(offset));
const ack = (largest: number, first: number) => {
  const value = concat(varint(largest), varint(0), varint(first));
  return concat(Uint8Array.of(FrameType.ack), varint(value.length), value);
};

describe("a peer that breaks the rules of a lossy link is refused:", () => {
  const cases: readonly [what: string, frames: Uint8Array, error: unknown, code: number][] = [
    // spec: R-1
    ["MESSAGE", Uint8Array.of(FrameType.message, 1, 65), protocol, CloseCode.protocol],
    ["MESSAGE_PART", Uint8Array.of(FrameType.messagePart, 1, 65), protocol, CloseCode.protocol],
    ["RECEIVED", Uint8Array.of(FrameType.received), protocol, CloseCode.protocol],
    ["AUTH in epoch 1", Uint8Array.of(FrameType.auth, 0, 1, 65), protocol, CloseCode.protocol],
    // spec: R-3
    ["data beyond the window", stream(2 ** 23 - 3, Buffer.alloc(4)), limit, CloseCode.limit],
    // spec: R-10
    ["an end before what it has sent", concat(stream(5, Buffer.alloc(4)), fin(8)), protocol, CloseCode.protocol],
    ["two ends", concat(fin(8), fin(9)), protocol, CloseCode.protocol],
    ["data beyond the end", concat(fin(8), stream(5, Buffer.alloc(4))), protocol, CloseCode.protocol],
    ["an end in a message", concat(stream(0, Uint8Array.of(3, 65)), fin(2)), protocol, CloseCode.protocol],
    // spec: R-6
    ["an acknowledgement of the future", ack(1_000, 0), protocol, CloseCode.protocol],
    ["ranges below zero", ack(0, 1), protocol, CloseCode.protocol],
  ];

  it.each(cases)("%s", async (_what, frames, error, code) => {
    const client = await FrankClient.in(1, "lossy", 10_000);
    await client.say(1, frames);
    expect(client.server.error).toEqual(error);
    expect(client.closes).toEqual([code]);
  });

  it("exactly as much as the window is taken", async () => {
    const client = await FrankClient.in(1, "lossy", 10_000);
    await client.say(1, stream(2 ** 23 - 4, Buffer.alloc(4)));
    expect([client.server.closed, client.closes]).toEqual([undefined, []]);
  });

  it.each([
    ["STREAM", stream(0, Uint8Array.of(0))],
    ["ACK", ack(0, 0)],
    ["MAX_DATA", Uint8Array.of(FrameType.maxData, 9)],
    ["FIN", fin(0)],
    ["PATH_CHALLENGE", new Uint8Array(9).fill(FrameType.pathChallenge, 0, 1)],
  ])("and one of a reliable link for %s", async (_what, frames) => {
    const client = await FrankClient.in(1, "reliable", 10_000);
    await client.say(1, frames);
    expect(client.server.error).toEqual(protocol);
    expect(client.closes).toEqual([CloseCode.protocol]);
  });

  // spec: R-6
  it("acknowledgements of what it did not get, once it names a number that was left out", async () => {
    const pair = await establishedPair({
      lossy: true,
      // Every 16th number is left out.
      client: { random: (bytes) => new Uint8Array(bytes) },
    });
    const { client, server } = pair;
    for (let i = 0; i < 10; i++) {
      client.send(`message ${i}`);
      await pair.settle();
    }
    expect([client.closed, server.texts.length]).toEqual([undefined, 10]);
    pair.tap = (packet, way) => (way === "client-to-server" ? undefined : packet);
    for (let i = 0; i < 8; i++) {
      client.send(`unheard ${i}`);
      await pair.settle();
    }
    // The server pretends to have everything, from the first packet on.
    sendFrames(server, ack(17, 17));
    await pair.settle();
    expect(client.error).toEqual(protocol);
  });
});
