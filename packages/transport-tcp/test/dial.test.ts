import dns from "node:dns";
import { setTimeout as delay } from "node:timers/promises";
import { LinkError, UsageError } from "@countersign/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { tcp } from "../src/index.ts";
import { busyListener } from "./busy-listener.ts";
import { listening } from "./listening.ts";
import { Recorder, send, until } from "./recorder.ts";

afterEach(() => vi.restoreAllMocks());

describe("dial", () => {
  it("finds a host by its name", async () => {
    const { listener, transport, accepted } = await listening({}, "localhost:0");
    const port = listener.address.slice(listener.address.lastIndexOf(":") + 1);
    const link = await transport.dial(`localhost:${port}`);
    link.start(new Recorder());
    send(link, Buffer.from("hello"));
    const server = await accepted();
    await until(() => server.sink.packets.length === 1);
    expect(link.remoteAddress).toBe(listener.address);
    link.abort();
  });

  it("loses nothing that arrives before start", async () => {
    const { dial } = await listening();
    const { client, server } = await dial();
    const packets = Array.from({ length: 100 }, (_, number) => Buffer.alloc(4_000, number));
    send(server.link, ...packets);
    await delay(50);
    const sink = new Recorder();
    client.start(sink);
    await until(() => sink.packets.length === packets.length);
    expect(Buffer.concat(sink.packets).equals(Buffer.concat(packets))).toBe(true);
  });

  it("tells of an end that came before start", async () => {
    const { dial } = await listening();
    const { client, server } = await dial();
    server.link.abort();
    await delay(50);
    const sink = new Recorder();
    client.start(sink);
    expect(sink.ends).toEqual([]);
    await until(() => sink.ends.length > 0);
    expect(sink.ends).toEqual([undefined]);
  });

  it("refuses port 0 and malformed addresses with UsageError, without connecting", async () => {
    for (const address of ["127.0.0.1:0", "127.0.0.1", "localhost:http"]) {
      const error = await rejection(tcp().dial(address));
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ADDRESS" });
    }
  });

  it("says which address refused the connection, and why", async () => {
    const { listener, transport } = await listening();
    await listener.close();
    const error = await rejection(transport.dial(listener.address));
    expect(error).toBeInstanceOf(LinkError);
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT", retryable: true, cause: { code: "ECONNREFUSED" } });
    expect(error.message).toContain(`Could not connect to ${listener.address}: connect ECONNREFUSED`);
  });

  it("says that a host is not to be found", async () => {
    // RFC 6761 §6.4: there is no such name, ever.
    const error = await rejection(tcp().dial("nowhere.invalid:7000"));
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT", cause: { syscall: "getaddrinfo" } });
    expect(error.message).toContain("Could not connect to nowhere.invalid:7000: getaddrinfo");
  });

  it("says what each address of a host answered", async () => {
    const { listener, transport } = await listening();
    await listener.close();
    const port = listener.address.split(":")[1];
    const addresses = ["127.0.0.1", "127.0.0.2"].map((address) => ({ address, family: 4 }));
    // Whether a name has two addresses is up to the machine; everything after the look-up is real.
    vi.spyOn(dns, "lookup").mockImplementation(((
      _name: string,
      _options: object,
      done: (...found: unknown[]) => void,
    ) => process.nextTick(done, null, addresses)) as unknown as typeof dns.lookup);
    const error = await rejection(transport.dial(`two.example:${port}`));
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT", cause: expect.any(AggregateError) });
    expect(error.message).toBe(
      `Could not connect to two.example:${port}: ` +
        `connect ECONNREFUSED 127.0.0.1:${port}; connect ECONNREFUSED 127.0.0.2:${port}`,
    );
  });

  it("gives up after connectTimeoutMs and leaves no socket", async () => {
    const address = await busyListener();
    const before = sockets();
    const error = await rejection(tcp({ connectTimeoutMs: 50 }).dial(address));
    expect(error).toBeInstanceOf(LinkError);
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT_TIMEOUT", retryable: true });
    expect(error.message).toBe(`${address} did not answer within 50 ms`);
    await until(() => sockets() <= before);
  });

  it("opens no socket under a signal that is aborted already", async () => {
    const { listener, transport, host } = await listening();
    const reason = new Error("too late");
    const before = sockets();
    const dialled = transport.dial(listener.address, { signal: AbortSignal.abort(reason) });
    expect(sockets()).toBe(before);
    expect(await rejection(dialled)).toBe(reason);
    await delay(20);
    expect(host.accepted).toEqual([]);
  });

  it("gives up when the signal is aborted, and leaves no socket and no listener on the signal", async () => {
    const address = await busyListener();
    const before = sockets();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const dialled = tcp().dial(address, { signal: controller.signal });
    await delay(20);
    expect(sockets()).toBeGreaterThan(before);
    controller.abort("a reason that is no Error");
    expect(await rejection(dialled)).toBe("a reason that is no Error");
    expect(removed).toHaveBeenCalledOnce();
    await until(() => sockets() <= before);
  });

  it("has nothing more to do with the signal once connected", async () => {
    const { listener, transport, accepted } = await listening();
    const controller = new AbortController();
    const link = await transport.dial(listener.address, { signal: controller.signal });
    const sink = new Recorder();
    link.start(sink);
    const server = await accepted();
    controller.abort();
    send(link, Buffer.from("still here"));
    await until(() => server.sink.packets.length === 1);
    expect(sink.ends).toEqual([]);
    link.abort();
  });
});

/** Sockets of this process, those still connecting included. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource.startsWith("TCPSocket")).length;
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("nothing was rejected");
    },
    (reason) => reason,
  );
}
