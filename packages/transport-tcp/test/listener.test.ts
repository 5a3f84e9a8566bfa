import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { Worker } from "node:worker_threads";
import { type Link, LinkError, UsageError } from "@countersign/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseAddress } from "../src/address.ts";
import { tcp } from "../src/index.ts";
import { listening } from "./listening.ts";
import { Recorder, RecordingHost, send, until } from "./recorder.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === "::1"));

describe("listen", () => {
  it.each(["127.0.0.1", "0.0.0.0", ...(hasIpv6 ? ["[::1]", "[::]"] : [])])("on %s says the real port", async (host) => {
    const { listener, dial } = await listening({}, `${host}:0`);
    expect(listener.address).toMatch(new RegExp(`^${host.replaceAll(/[.[\]]/g, "\\$&")}:[1-9]\\d*$`));
    const { client, server } = await dial();
    client.start(new Recorder());
    send(client, Buffer.from("hello"));
    await until(() => server.sink.packets.length === 1);
  });

  it.runIf(hasIpv6)("on all interfaces names IPv4 peers by their IPv4 address", async () => {
    const { listener, transport, accepted } = await listening({}, "[::]:0");
    const link = await transport.dial(listener.address.replace("[::]", "127.0.0.1"));
    const server = await accepted();
    expect(server.link.remoteAddress).toMatch(/^127\.0\.0\.1:\d+$/);
    link.abort();
  });

  it("says why it cannot", async () => {
    const { listener, transport, host } = await listening();
    // RFC 5737: an address for documentation, which no interface here has.
    for (const [address, code] of [
      [listener.address, "EADDRINUSE"],
      ["192.0.2.1:0", "EADDRNOTAVAIL"],
    ]) {
      const error = await transport.listen(address as string, host).catch((reason) => reason);
      expect(error).toBeInstanceOf(LinkError);
      expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_LISTEN", cause: { code } });
      expect(error.message).toContain(`Could not listen on ${address}: listen ${code}`);
    }
  });

  it("refuses a malformed address with UsageError", async () => {
    const listened = tcp().listen(":7000", new RecordingHost());
    await expect(listened).rejects.toThrow(UsageError);
    await expect(listened).rejects.toThrow('all interfaces: "0.0.0.0" or "[::]"');
  });

  it("accepts many links at once, each its own", async () => {
    const { listener, transport, host } = await listening();
    const links = await Promise.all(Array.from({ length: 300 }, () => transport.dial(listener.address)));
    const sinks = links.map((link, number) => {
      const sink = new Recorder();
      link.start(sink);
      send(link, Buffer.from(`from ${number}`));
      return sink;
    });
    await until(() => host.accepted.every(({ sink }) => sink.packets.length === 1) && host.accepted.length === 300);
    for (const { link, sink } of host.accepted) send(link, sink.packets[0] as Buffer);
    await until(() => sinks.every((sink) => sink.packets.length === 1));
    expect(sinks.map((sink) => String(sink.packets[0]))).toEqual(sinks.map((_, number) => `from ${number}`));
    await Promise.all(links.map((link) => link.close()));
    await until(() => host.accepted.every(({ sink }) => sink.ends.length === 1));
  });

  it("outlives a host that throws, and aborts the link it threw at", async () => {
    const refusal = new Error("no room in the host");
    const faults: Error[] = [];
    const links: Link[] = [];
    const accept = (link: Link) => {
      links.push(link);
      if (links.length === 1) throw refusal;
      link.start(new Recorder());
    };
    const transport = tcp();
    const listener = await transport.listen("127.0.0.1:0", {
      screen: () => "ignore",
      accept,
      handleFault: (error) => faults.push(error),
    });
    const sinks = [new Recorder(), new Recorder()];
    for (const sink of sinks) (await transport.dial(listener.address)).start(sink);
    await until(() => links.length === 2 && sinks[0]?.ends.length === 1);
    expect(faults).toEqual([refusal]);
    expect(sinks[1]?.ends).toEqual([]);
    for (const link of links) link.abort();
    await listener.close();
  });

  it("drops connections beyond maxConnections, and tells the host", async () => {
    const { dial, transport, listener, host } = await listening({ maxConnections: 1 });
    const first = await dial();
    const link = await transport.dial(listener.address);
    const sink = new Recorder();
    link.start(sink);
    await until(() => sink.ends.length > 0 && host.faults.length > 0);
    expect(host.faults).toEqual([expect.any(LinkError)]);
    expect(host.faults[0]?.message).toMatch(
      /^Dropped the connection of 127\.0\.0\.1:\d+: 1 are open, .* maxConnections$/,
    );
    first.client.abort();
    await until(() => first.server.sink.ends.length > 0);
    await first.server.link.close();
    await dial();
  });

  it("does not hand over a connection that was reset before it was accepted", async () => {
    const { listener, host, dial } = await listening();
    const { port } = parseAddress(listener.address);
    const gate = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(resetAtOnce, { eval: true, workerData: { port, gate } });
    onTestFinished(async () => void (await worker.terminate()));
    await once(worker, "online");
    Atomics.wait(gate, 0, 0); // This thread accepts nothing until the other has reset its connection.
    await dial();
    expect(host.accepted.filter(({ link }) => link.remoteAddress.includes("undefined"))).toEqual([]);
    expect(host.faults).toEqual([]);
  });
});

describe("close of a listener", () => {
  it("gives the port up at once, while links are open", async () => {
    const { listener, dial, transport } = await listening();
    const { client, server } = await dial();
    client.start(new Recorder());
    await listener.close();
    const refused = connect(parseAddress(listener.address));
    const [error] = await once(refused, "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
    const next = await transport.listen(listener.address, new RecordingHost());
    send(client, Buffer.from("still open"));
    await until(() => server.sink.packets.length === 1);
    await next.close();
    await next.close();
  });
});

const resetAtOnce = `
  const { workerData } = require("node:worker_threads");
  const socket = require("node:net").connect(workerData.port, "127.0.0.1", () => {
    socket.resetAndDestroy();
    socket.once("close", () => {
      Atomics.store(workerData.gate, 0, 1);
      Atomics.notify(workerData.gate, 0);
    });
  });
`;
