import { describe, expect, it } from "vitest";
import { accepting, only, started } from "./memory-pair.ts";
import { serverAddress, simulatedServer } from "./network-pair.ts";
import { commit, send } from "./recording-sink.ts";

describe("simulatedNetwork: links", () => {
  it("are lossy ones, with 1,200 bytes to begin with", async () => {
    const { dial } = await simulatedServer({ maxPacketBytes: 9_000 });
    const { link } = await dial();
    expect(link.traits).toEqual({ reliable: false, basePacketBytes: 1_200, maxPacketBytes: 9_000 });
    expect(link.remoteAddress).toBe(serverAddress);
  });

  it("send only what was flushed, and hand nothing over inside a call", async () => {
    const { clock, accepted, dial } = await simulatedServer({ delayMs: 0 });
    const client = await dial();
    commit(client.link, "a");
    await clock.runUntilIdle();
    expect(accepted).toEqual([]);
    client.link.flush();
    expect(accepted).toEqual([]);
    await clock.runUntilIdle();
    expect(only(accepted).sink.packets).toEqual(["a"]);
  });

  it("end a turn behind everything that arrives at one time", async () => {
    const { clock, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a", "b");
    clock.setTimer(() => send(client.link, "c"), 1);
    await clock.runUntilIdle();
    expect(only(accepted).sink.events).toEqual(["a", "b", "<turn end>", "c", "<turn end>"]);
  });

  it("overwrite a packet when handlePacket returns, and duplicates are memory of their own", async () => {
    const { clock, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "first");
    await clock.runUntilIdle();
    const server = only(accepted);
    const kept: Uint8Array[] = [];
    server.sink.onPacket = (packet) => kept.push(packet);
    send(client.link, "borrowed");
    await clock.runUntilIdle();
    expect(kept).toEqual([new Uint8Array(8).fill(0xaa)]);
  });

  it("drop packets beyond their receive limit and live on", async () => {
    const { clock, accepted, dial } = await simulatedServer({ maxPacketBytes: 9_000 });
    const client = await dial();
    send(client.link, "x".repeat(4_096), "y".repeat(4_097));
    await clock.runUntilIdle();
    only(accepted).link.limitReceive(5_000);
    send(client.link, "z".repeat(4_097));
    await clock.runUntilIdle();
    expect(only(accepted).sink.packets).toEqual(["x".repeat(4_096), "z".repeat(4_097)]);
  });

  it("refuse loans when much is committed, and say when there is room", async () => {
    const { clock, dial } = await simulatedServer();
    const { link, sink } = await dial();
    let count = 0;
    for (; link.reserve(1_200); count += 1) link.commit(1_200);
    expect(count).toBeGreaterThan(100);
    await clock.runUntilIdle();
    expect(sink.events).toEqual([]);
    link.flush();
    expect(sink.events).toEqual([]);
    await clock.runUntilIdle();
    expect(sink.events).toEqual(["<writable>"]);
    expect(link.reserve(1_200)).toBeDefined();
  });

  it("send what was committed when closed, and end once", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    commit(client.link, "last");
    const closed = client.link.close();
    expect(client.sink.events).toEqual([]);
    expect(client.link.reserve(1)).toBeUndefined();
    await closed;
    await client.link.close();
    client.link.abort();
    expect(client.sink.events).toEqual(["<end>"]);
    expect(network.clients).toEqual([]);
    await clock.runUntilIdle();
    expect(only(accepted).sink.events).toEqual(["last", "<turn end>"]);
  });

  it("tell nothing behind their end", async () => {
    const { clock, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    const server = only(accepted);
    server.sink.onPacket = () => void server.link.close();
    send(client.link, "b");
    await clock.runUntilIdle();
    expect(server.sink.events).toEqual(["a", "<turn end>", "b", "<end>"]);
  });

  it("send and tell nothing more when aborted", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    const server = only(accepted);
    send(server.link, "too late");
    commit(client.link, "never sent");
    client.link.abort();
    client.link.abort();
    client.link.flush();
    await client.link.close();
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual([]);
    expect(server.sink.packets).toEqual(["a"]);
    expect(network.counters["client-to-server"].sent).toBe(1);
  });
});

describe("simulatedNetwork: listeners", () => {
  it("accept no more links when closed, and keep the address while old ones live", async () => {
    const { clock, transport, dial } = await simulatedServer();
    const accepted: ReturnType<typeof started>[] = [];
    const host = { ...accepting((link) => accepted.push(started(link))), screen: () => "admit" as const };
    const listener = await transport.listen("sim:0", host);
    const client = started(await transport.dial(listener.address));
    send(client.link, "a");
    await clock.runUntilIdle();
    await listener.close();
    await listener.close();
    send(client.link, "b");
    send(started(await transport.dial(listener.address)).link, "stranger");
    await clock.runUntilIdle();
    expect(accepted.map(({ sink }) => sink.packets)).toEqual([["a", "b"]]);
    await expect(transport.listen(listener.address, host)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_LISTEN" });
    only(accepted).link.abort();
    await expect(transport.listen(listener.address, host)).resolves.toBeDefined();
    expect((await dial()).link.remoteAddress).toBe(serverAddress);
  });

  it("refuse addresses that are malformed or taken", async () => {
    const { transport } = await simulatedServer();
    const host = accepting(started);
    await expect(transport.listen(serverAddress, host)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_LISTEN" });
    const invalid = { name: "UsageError", code: "ERR_COUNTERSIGN_INVALID_ADDRESS" };
    await expect(transport.listen("memory:a", host)).rejects.toMatchObject(invalid);
    await expect(transport.dial("sim:")).rejects.toMatchObject(invalid);
    await expect(transport.dial("sim:0")).rejects.toMatchObject(invalid);
  });

  it("reject a dial with the reason of an aborted signal", async () => {
    const { transport, network } = await simulatedServer();
    const reason = new Error("changed my mind");
    await expect(transport.dial(serverAddress, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(network.clients).toEqual([]);
  });
});
