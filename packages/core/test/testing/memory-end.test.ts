import { describe, expect, it } from "vitest";
import { memoryPair } from "./memory-pair.ts";
import { commit, send } from "./recording-sink.ts";

describe("memory: close", () => {
  it("delivers what was committed, hands the closing end nothing more, and ends both once and without a cause", async () => {
    const { clock, client, server } = await memoryPair();
    commit(server.link, "last words of the server");
    send(client.link, "a");
    commit(client.link, "b");
    await clock.runUntilSettled(client.link.close(), 1);
    expect(server.sink.events).toEqual(["a", "b", "<turn end>", "<end>"]);
    expect(client.sink.events).toEqual(["<end>"]);
    expect([client.sink.cause, server.sink.cause]).toEqual([undefined, undefined]);
    await server.link.close();
    client.link.abort();
    await clock.runUntilIdle();
    expect(client.sink.events.filter((event) => event === "<end>")).toHaveLength(1);
    expect(server.sink.events.filter((event) => event === "<end>")).toHaveLength(1);
  });

  it("is read behind packets that come in the same turn", async () => {
    const { clock, client, server } = await memoryPair();
    const closing: Promise<void>[] = [];
    server.sink.onTurnEnd = () => {
      if (closing.length > 0) return;
      send(client.link, "last words");
      closing.push(client.link.close());
    };
    send(client.link, "a");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["a", "<turn end>", "last words", "<turn end>", "<end>"]);
  });

  it("is not undone by an abort of the end that has read it", async () => {
    const { clock, client, server } = await memoryPair();
    server.sink.onPacket = () => send(server.link, "answer");
    server.sink.onEnd = () => server.link.abort();
    send(client.link, "question");
    await clock.runUntilSettled(client.link.close(), 1);
    expect(client.sink.events).toEqual(["<end>"]);
    expect(client.sink.cause).toBeUndefined();
  });

  it("may be called at both ends at once, and again", async () => {
    const { clock, client, server } = await memoryPair();
    const closing = Promise.all([client.link.close(), server.link.close(), client.link.close()]);
    await clock.runUntilSettled(closing, 1);
    expect([client.sink.events, server.sink.events]).toEqual([["<end>"], ["<end>"]]);
  });

  it("lends no more memory, and drops a loan that is out", async () => {
    const { clock, client, server } = await memoryPair();
    const loan = client.link.reserve(1);
    const closed = client.link.close();
    expect(loan).toBeDefined();
    client.link.commit(1);
    expect(client.link.reserve(1)).toBeUndefined();
    client.link.flush();
    await clock.runUntilSettled(closed, 1);
    expect(server.sink.events).toEqual(["<end>"]);
    expect(server.link.reserve(1)).toBeUndefined();
  });

  it("is not read by a paused peer before it resumes", async () => {
    const { clock, client, server } = await memoryPair();
    server.link.pause();
    send(client.link, "a");
    const closed = client.link.close();
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual([]);
    server.link.resume();
    await clock.runUntilSettled(closed, 1);
    expect(server.sink.events).toEqual(["a", "<turn end>", "<end>"]);
  });

  it("ends a link that is paused itself, without reading what waits", async () => {
    const { clock, client, server } = await memoryPair();
    client.link.pause();
    send(server.link, "never read");
    await clock.runUntilSettled(client.link.close(), 1);
    expect(client.sink.events).toEqual(["<end>"]);
  });
});

describe("memory: abort", () => {
  it("loses what is under way, tells the peer and says nothing at its own end", async () => {
    const { clock, client, server } = await memoryPair();
    send(client.link, "lost");
    send(server.link, "lost too");
    client.link.abort();
    client.link.abort();
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual([]);
    expect(server.sink.events).toEqual(["<end>"]);
    expect(server.sink.cause).toMatchObject({ code: "ECONNRESET" });
    await client.link.close();
  });

  it("stops a batch in its middle", async () => {
    const { clock, client, server } = await memoryPair();
    server.sink.onPacket = () => server.link.abort();
    send(client.link, "a", "b");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["a"]);
  });

  it("reaches a paused peer", async () => {
    const { clock, client, server } = await memoryPair();
    server.link.pause();
    client.link.abort();
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["<end>"]);
  });

  it("settles a close that is waiting", async () => {
    const { clock, client, server } = await memoryPair();
    server.link.pause();
    const closed = client.link.close();
    await clock.runUntilIdle();
    client.link.abort();
    await closed;
    expect(client.sink.events).toEqual([]);
  });
});
