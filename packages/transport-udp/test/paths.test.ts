import { UsageError } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { Paths } from "../src/paths.ts";
import { UdpPath } from "../src/udp-path.ts";
import { bareSocket, listening, sendBare } from "./listening.ts";
import { type End, idle, send, until } from "./recorder.ts";

const route = "route-id";

describe("a client that changes its address", () => {
  it("reaches its link, which stays on the old path until it migrates", async () => {
    const { listener, host } = await listening();
    const [home, away] = [await bareSocket(), await bareSocket()];
    sendBare(home.socket, listener, `${route}hello`);
    await until(() => host.accepted.length === 1);
    sendBare(away.socket, listener, `${route}from elsewhere`);
    const { link, sink } = host.accepted[0] as End;
    await until(() => sink.packets.length === 2);
    const [old, fresh] = sink.paths;
    expect(sink.paths).toMatchObject([
      { address: home.address, proven: false },
      { address: away.address, proven: false },
    ]);

    send(link, ["to the old address"]);
    send(link, ["challenge"], fresh);
    await until(() => home.received.length === 1 && away.received.length === 1);
    expect([home.received, away.received]).toEqual([["to the old address"], ["challenge"]]);
    expect(link.remoteAddress).toBe(home.address);

    link.migrate(fresh as UdpPath);
    expect(link.remoteAddress).toBe(away.address);
    send(link, ["data"]);
    await until(() => away.received.length === 2);
    sendBare(home.socket, listener, `${route}late`);
    sendBare(away.socket, listener, `${route}in time`);
    await until(() => sink.packets.length === 4);
    expect(sink.paths.slice(2)).toEqual([old, fresh]);
    expect(sink.paths[2]).toBe(old);
    expect(sink.paths[3]).toBe(fresh);
  });

  it("is not followed to a path of another link, nor to one that is made up", async () => {
    const { dial } = await listening();
    const { server } = await dial();
    const madeUp = { address: server.link.remoteAddress, proven: true };
    expect(() => server.link.migrate(madeUp)).toThrow(UsageError);
    server.link.reserve(10);
    expect(() => server.link.commit(10, madeUp)).toThrow(UsageError);
    await idle();
  });
});

describe("the paths of a link", () => {
  it("are the same for the same address, whoever claims to be anywhere else", () => {
    const paths = new Paths(new UdpPath("192.0.2.1", 7000));
    const pending = paths.from("198.51.100.1", 7000);
    expect(paths.from("198.51.100.1", 7000)).toBe(pending);
    paths.try(pending);
    for (let port = 1; port <= 1_000; port++) paths.from("203.0.113.1", port);
    expect(paths.from("192.0.2.1", 7000)).toBe(paths.current);
    expect(paths.from("198.51.100.1", 7000)).toBe(pending);
    const old = paths.current;
    paths.migrate(pending);
    for (let port = 1; port <= 1_000; port++) paths.from("203.0.113.1", port);
    expect(paths.from("192.0.2.1", 7000)).toBe(old);
    expect(paths.from("198.51.100.1", 7000)).toBe(paths.current);
  });
});
