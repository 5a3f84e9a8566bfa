import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { PeerError } from "../../src/errors.ts";
import type { Link } from "../../src/link.ts";
import { streamLink } from "../../src/stream/index.ts";
import { RecordingSink } from "../testing/recording-sink.ts";

it("hands over no part of a packet when the stream ends in its middle", async () => {
  const { near, far } = await sockets();
  const { sink, ended } = started(streamLink(near, { remoteAddress: "near" }));
  far.end(Buffer.from("\0\0\0\x01A\0\0\0\x08half", "latin1"));
  expect(await ended).toBe(undefined);
  expect(sink.events).toEqual(["A", "<turn end>", "<end>"]);
});

it.each([
  ["an empty packet", "\0\0\0\0"],
  ["a packet larger than a stranger's", "\0\0\x10\x01"],
])("ends at %s", async (_, bytes) => {
  const { near, far } = await sockets();
  const { ended } = started(streamLink(near, { remoteAddress: "near" }));
  far.write(Buffer.from(bytes, "latin1"));
  const cause = await ended;
  expect(cause).toBeInstanceOf(PeerError);
  expect(cause).toMatchObject({ code: "ERR_COUNTERSIGN_LIMIT" });
});

it("gives up a peer that never closes", async () => {
  const { near } = await sockets();
  const link = streamLink(near, { remoteAddress: "near", closeTimeoutMs: 20 });
  const { sink } = started(link);
  await link.close();
  expect(near.destroyed).toBe(true);
  expect(sink.events).toEqual([]);
});

it("tells of a stream that was gone before start", async () => {
  const { near } = await sockets();
  const link = streamLink(near, { remoteAddress: "near" });
  near.destroy(new Error("pulled out"));
  await new Promise((resolve) => near.once("close", resolve));
  const { sink, ended } = started(link);
  expect(sink.events).toEqual([]);
  expect(await ended).toEqual(new Error("pulled out"));
});

it("passes on what the system says of the end", async () => {
  const { near } = await sockets();
  const { ended } = started(streamLink(near, { remoteAddress: "near" }));
  near.destroy(new Error("reset"));
  expect(await ended).toEqual(new Error("reset"));
});

function started(link: Link) {
  const sink = new RecordingSink();
  const ended = new Promise<Error | undefined>((resolve) => {
    sink.onEnd = () => resolve(sink.cause);
  });
  link.start(sink);
  return { sink, ended };
}

/** Two ends of one connection. */
async function sockets(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const far = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", allowHalfOpen: true });
  const [near] = (await once(server, "connection")) as [Socket];
  onTestFinished(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return { near, far };
}
