import { describe, expect, it } from "vitest";
import type { Path } from "../../src/link.ts";
import { simulatedNetwork } from "../../src/testing/network.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { accepting, only, started } from "./memory-pair.ts";
import { seed, serverAddress, simulatedServer } from "./network-pair.ts";
import { bytesOf, commit, send, textOf } from "./recording-sink.ts";

describe("simulatedNetwork: strangers", () => {
  it("are screened before there is a link, and ignored", async () => {
    const screened: string[] = [];
    const { clock, accepted, dial } = await simulatedServer({}, (packet, path) => {
      screened.push(`${textOf(packet)} from ${path.address}, ${path.proven ? "proven" : "not proven"}`);
      return "ignore";
    });
    const client = await dial();
    send(client.link, "a", "b");
    await clock.runUntilIdle();
    expect(screened).toEqual(["a from sim:1, not proven", "b from sim:1, not proven"]);
    expect(accepted).toEqual([]);
  });

  it("become a link when admitted: the packet is its first, and later ones are not screened", async () => {
    const paths: Path[] = [];
    const { clock, accepted, dial } = await simulatedServer({}, (_packet, path) => {
      paths.push(path);
      return "admit";
    });
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    send(client.link, "b", "c");
    await clock.runUntilIdle();
    expect(only(accepted).sink.events).toEqual(["a", "<turn end>", "b", "c", "<turn end>"]);
    expect(paths).toHaveLength(1);
    for (const path of only(accepted).sink.paths) expect(path).toBe(paths[0]);
  });

  it("get a reply from memory that stays the host's", async () => {
    const reply = bytesOf("reply");
    const { clock, dial } = await simulatedServer({}, () => ({ reply }));
    send((await dial()).link, "hello");
    await clock.runUntilIdle();
    expect(textOf(reply)).toBe("reply");
  });

  it("get a reply without a link", async () => {
    const { clock, accepted, dial } = await simulatedServer({}, (packet) => ({
      reply: bytesOf(`re: ${textOf(packet)}`),
    }));
    const client = await dial();
    send(client.link, "hello");
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual(["re: hello", "<turn end>"]);
    expect(client.sink.paths).toEqual([{ address: serverAddress, proven: false }]);
    expect(accepted).toEqual([]);
  });

  it("get no reply longer than three times their packet", async () => {
    const { clock, dial, faults } = await simulatedServer({}, (packet) => ({
      reply: new Uint8Array(3 * packet.length + 1),
    }));
    const client = await dial();
    send(client.link, "hello");
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" })]);
  });

  it("are screened again after the host aborted their link", async () => {
    const clock = virtualClock();
    const transport = simulatedNetwork({ seed, clock }).transport();
    let count = 0;
    const host = accepting((link) => link.abort());
    await transport.listen(serverAddress, {
      ...host,
      screen: () => {
        count += 1;
        return "admit";
      },
    });
    send(started(await transport.dial(serverAddress)).link, "a", "b");
    await clock.runUntilIdle();
    expect(count).toBe(2);
  });

  it("each get a link of their own", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const [one, other] = [await dial(), await dial()];
    send(one.link, "one");
    send(other.link, "other");
    await clock.runUntilIdle();
    expect(accepted.map(({ sink }) => sink.packets)).toEqual([["one"], ["other"]]);
    expect(accepted.map(({ link }) => link.remoteAddress)).toEqual(network.clients);
  });
});

describe("simulatedNetwork: paths", () => {
  it("changes a client's address: the same link, another path", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    const old = only(network.clients);
    const fresh = network.rebind(old);
    expect(network.clients).toEqual([fresh]);
    send(client.link, "b");
    await clock.runUntilIdle();
    send(client.link, "c");
    await clock.runUntilIdle();
    const server = only(accepted);
    expect(server.sink.packets).toEqual(["a", "b", "c"]);
    const [first, second, third] = server.sink.paths;
    expect([first, second]).toEqual([
      { address: old, proven: false },
      { address: fresh, proven: false },
    ]);
    expect(third).toBe(second);
  });

  it("reaches a client at its new address only by that path, until the link migrates", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    network.rebind(only(network.clients), "sim:elsewhere");
    send(client.link, "b");
    await clock.runUntilIdle();
    const server = only(accepted);
    const path = only(server.sink.paths.slice(1));
    expect(path.address).toBe("sim:elsewhere");
    send(server.link, "to the old address");
    commit(server.link, "challenge", path);
    send(server.link, "to the old address again");
    await clock.runUntilIdle();
    expect(client.sink.packets).toEqual(["challenge"]);
    expect(network.counters["server-to-client"]).toMatchObject({ sent: 3, delivered: 1, dropped: 2 });
    server.link.migrate(path);
    expect(server.link.remoteAddress).toBe("sim:elsewhere");
    send(server.link, "data");
    await clock.runUntilIdle();
    expect(client.sink.packets).toEqual(["challenge", "data"]);
  });

  it("refuses to rebind who is no client, or to an address that is taken", async () => {
    const { network, dial } = await simulatedServer();
    await dial();
    const invalid = expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    expect(() => network.rebind("sim:nobody")).toThrow(invalid);
    expect(() => network.rebind("sim:1", serverAddress)).toThrow(invalid);
  });

  it("goes dark in one direction, until it does not", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    send(client.link, "under way");
    network.change({ dark: true }, "client-to-server");
    clock.setTimer(() => network.change({ dark: false }, "client-to-server"), clock.now() + 1_000);
    send(client.link, "lost");
    send(only(accepted).link, "answer");
    await clock.advance(999);
    expect(only(accepted).sink.packets).toEqual(["a", "under way"]);
    expect(client.sink.packets).toEqual(["answer"]);
    await clock.advance(1);
    send(client.link, "back");
    await clock.runUntilIdle();
    expect(only(accepted).sink.packets).toEqual(["a", "under way", "back"]);
  });

  it("swallows packets beyond an MTU that changes, and is mute about it", async () => {
    const { clock, network, transport, accepted, dial } = await simulatedServer({ mtu: 1_200 });
    const client = await dial();
    const lost = started(await transport.dial("sim:nobody"));
    send(lost.link, "hello");
    send(client.link, "a".repeat(1_200), "b".repeat(1_201));
    await clock.runUntilIdle();
    network.change({ mtu: 1_201 });
    send(client.link, "c".repeat(1_201));
    await clock.runUntilIdle();
    expect(only(accepted).sink.packets).toEqual(["a".repeat(1_200), "c".repeat(1_201)]);
    expect([...client.sink.events, ...lost.sink.events]).toEqual([]);
  });

  it("hints at packets that are too large and at addresses where nobody is, where asked to", async () => {
    const { clock, transport, dial } = await simulatedServer({ mtu: 1_200, hints: true });
    const client = await dial();
    send(client.link, "a".repeat(1_201));
    expect(client.sink.events).toEqual([]);
    const lost = started(await transport.dial("sim:nobody"));
    send(lost.link, "hello");
    await clock.runUntilIdle();
    expect(client.sink.events).toEqual(["<too-large 1201>"]);
    expect(lost.sink.events).toEqual(["<unreachable>"]);
  });
});

describe("simulatedNetwork: attackers", () => {
  it("inject packets in a client's name, past all faults and at once", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    network.change({ dark: true });
    const address = only(network.clients);
    const before = clock.now();
    network.inject(address, serverAddress, bytesOf("forged"));
    network.inject(serverAddress, address, bytesOf("forged too"));
    await clock.runUntilIdle();
    expect(clock.now()).toBe(before);
    expect(only(accepted).sink.packets).toEqual(["a", "forged"]);
    expect(client.sink.packets).toEqual(["forged too"]);
    expect(network.counters["client-to-server"]).toMatchObject({ sent: 1, injected: 1, delivered: 2 });
  });

  it("send a client's packet from elsewhere: its link, another path", async () => {
    const { clock, network, accepted, dial } = await simulatedServer();
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    const route = only(network.clients);
    const captured = bytesOf("captured");
    network.inject("sim:attacker", serverAddress, captured, route);
    await clock.runUntilIdle();
    expect(only(accepted).sink.packets).toEqual(["a", "captured"]);
    expect(only(accepted).sink.paths[1]).toEqual({ address: "sim:attacker", proven: false });
    expect(textOf(captured)).toBe("captured");
  });

  it("are strangers from anywhere else", async () => {
    const { clock, network, accepted } = await simulatedServer();
    network.inject("sim:attacker", serverAddress, bytesOf("hello"));
    network.inject("sim:attacker", "sim:nobody", bytesOf("hello"));
    await clock.runUntilIdle();
    expect(accepted.map(({ link }) => link.remoteAddress)).toEqual(["sim:attacker"]);
    expect(network.counters["server-to-client"]).toMatchObject({ injected: 1, delivered: 0, dropped: 1 });
  });

  it("tap the network before its faults", async () => {
    const seen: string[] = [];
    const { clock, accepted, dial } = await simulatedServer({
      onPacket: (packet, direction) => {
        seen.push(`${direction} ${textOf(packet)}`);
        return [packet, bytesOf("more")];
      },
    });
    const client = await dial();
    send(client.link, "a");
    await clock.runUntilIdle();
    send(only(accepted).link, "b");
    await clock.runUntilIdle();
    expect(seen).toEqual(["client-to-server a", "server-to-client b"]);
    expect(only(accepted).sink.packets).toEqual(["a", "more"]);
    expect(client.sink.packets).toEqual(["b", "more"]);
  });
});
