import { randomInt } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { LinkError } from "@countersign/core";
import { seededRandom } from "@countersign/core/testing";
import { describe, expect, it, onTestFailed, onTestFinished } from "vitest";
import { type UdpSocketEvent, udp } from "../src/index.ts";
import { bareSocket, listening, sendBare, socketsOpen } from "./listening.ts";
import { idle, RecordingHost, send, started, until } from "./recorder.ts";

const [one, other] = ["route-01", "route-02"];

// spec: W-10
describe("a listener", () => {
  it("finds each link by its route id, wherever the datagram comes from", async () => {
    const { listener, host } = await listening();
    const [home, away] = [await bareSocket(), await bareSocket()];
    sendBare(home.socket, listener, `${one}hello from one`, `${other}hello from other`);
    await until(() => host.accepted.length === 2);
    sendBare(away.socket, listener, `${other}more`, `${one}more`);
    await until(() => host.accepted.every(({ sink }) => sink.packets.length === 2));
    expect(host.accepted.map(({ sink }) => sink.packets)).toEqual([
      ["hello from one", "more"],
      ["hello from other", "more"],
    ]);
    expect(host.screened.map(({ packet }) => packet)).toEqual(["hello from one", "hello from other"]);
  });

  it("hands a repeated first packet to the link that it opened", async () => {
    const { listener, host } = await listening();
    const { socket } = await bareSocket();
    sendBare(socket, listener, `${one}hello`, `${one}hello`, `${one}hello`);
    await until(() => host.accepted[0]?.sink.packets.length === 3);
    expect(host.screened.length).toBe(1);
  });

  it("drops what has no packet behind a route id", async () => {
    const { listener, host } = await listening();
    const { socket } = await bareSocket();
    sendBare(socket, listener, "", "r", "route-0", one, `${one}hello`);
    await until(() => host.accepted.length === 1);
    sendBare(socket, listener, one, `${one}more`);
    await until(() => host.accepted[0]?.sink.packets.length === 2);
    expect(host.screened.map(({ packet }) => packet)).toEqual(["hello"]);
    expect(host.accepted[0]?.sink.packets).toEqual(["hello", "more"]);
  });

  it("outlives a host that throws", async () => {
    const failure = new Error("the host's own");
    let throws = true;
    const { listener, host } = await listening({}, "127.0.0.1:0", () => {
      if (throws) throw failure;
      return "admit";
    });
    const { socket } = await bareSocket();
    sendBare(socket, listener, `${one}hello`);
    await until(() => host.faults.length === 1);
    expect(host.faults).toEqual([failure]);
    throws = false;
    const { accept } = RecordingHost.prototype;
    host.accept = () => {
      throw failure;
    };
    sendBare(socket, listener, `${one}hello`);
    await until(() => host.faults.length === 2);
    host.accept = accept;
    sendBare(socket, listener, `${one}hello`);
    await until(() => host.accepted.length === 1);
  });

  it("sends no reply to more than three times what came, and tells the host", async () => {
    const { listener, host } = await listening({}, "127.0.0.1:0", (packet) => ({
      reply: Buffer.alloc(packet.length * 3 + Number(packet.length > 5)),
    }));
    const { socket, received } = await bareSocket();
    sendBare(socket, listener, `${one}too long`, `${one}short`);
    await until(() => received.length > 0);
    await idle();
    expect(received).toEqual(["\0".repeat(15)]);
    expect(host.faults).toEqual([expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" })]);
  });

  it("is not alone in its process, with its own port each", async () => {
    const all = await Promise.all([listening(), listening(), listening()]);
    for (const [index, { listener, transport, host }] of all.entries()) {
      const { link } = started(await transport.dial(listener.address));
      send(link, [`hello ${index}`]);
      await until(() => host.accepted.length === 1);
      expect(host.screened.map(({ packet }) => packet)).toEqual([`hello ${index}`]);
      link.abort();
    }
    expect(new Set(all.map(({ listener }) => listener.address)).size).toBe(3);
  });

  it("refuses an address that is taken, or not this machine's, with LinkError", async () => {
    const { listener } = await listening();
    for (const [address, code] of [
      [listener.address, "EADDRINUSE"],
      ["192.0.2.1:0", "EADDRNOTAVAIL"],
      ["nowhere.invalid:0", "ENOTFOUND"],
    ] as const) {
      const listened = udp().listen(address, new RecordingHost());
      await expect(listened).rejects.toBeInstanceOf(LinkError);
      await expect(listened).rejects.toMatchObject({
        code: "ERR_COUNTERSIGN_LISTEN",
        retryable: false,
        cause: { code },
      });
    }
  });

  it("says how much the system holds for a socket", async () => {
    const events: UdpSocketEvent[] = [];
    const hear = (event: unknown) => void events.push(event as UdpSocketEvent);
    subscribe("countersign:udp:socket", hear);
    onTestFinished(() => void unsubscribe("countersign:udp:socket", hear));
    const [small, large] = [await listening({ socketBufferBytes: 16_384 }), await listening()];
    const eventOf = ({ listener }: typeof small) =>
      events.find(({ address, port }) => `${address}:${port}` === listener.address);
    expect(eventOf(small)?.receiveBufferBytes).toBeGreaterThanOrEqual(16_384);
    expect(eventOf(large)?.receiveBufferBytes).toBeGreaterThan(eventOf(small)?.receiveBufferBytes ?? 0);
    expect(eventOf(large)?.sendBufferBytes).toBeGreaterThan(eventOf(small)?.sendBufferBytes ?? 0);
  });
});

describe("close of a listener", () => {
  it("keeps the socket until the last link is gone", async () => {
    const { listener, host, dial } = await listening();
    const [first, second] = [await dial(), await dial()];
    const open = socketsOpen();
    await listener.close();
    await listener.close();
    await first.server.link.close();
    send(second.client.link, ["still here"]);
    await until(() => second.server.sink.packets.length === 2);
    send(second.server.link, ["so am I"]);
    await until(() => second.client.sink.packets.length === 1);
    send(first.client.link, ["hello again"]);
    await idle();
    expect(host.accepted.length).toBe(2);
    expect(socketsOpen()).toBe(open);
    await second.server.link.close();
    await until(() => socketsOpen() === open - 1);
  });
});

describe("strangers", () => {
  it("may send anything, guess route ids, and disturb nobody", async () => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 32));
    onTestFailed(() => console.error(`random seed: ${seed}`));
    const random = seededRandom(seed);
    const { listener, host, dial } = await listening({}, "127.0.0.1:0", (packet) =>
      Buffer.from(packet).toString() === "hello" ? "admit" : "ignore",
    );
    const { client, server } = await dial();
    const { socket, received } = await bareSocket();
    const [ip, port] = listener.address.split(":");
    for (let count = 0; count < 2_000; count++) {
      socket.send(random.bytes(random.integer(1_501)), Number(port), ip);
      if (count % 50 === 0) await idle();
    }
    send(client.link, ["genuine"]);
    await until(() => server.sink.packets.length === 2);
    expect(server.sink.packets).toEqual(["hello", "genuine"]);
    expect(host.screened.length).toBeGreaterThan(1_500);
    expect([host.accepted.length, host.faults.length, received.length]).toEqual([1, 0, 0]);
  });
});
