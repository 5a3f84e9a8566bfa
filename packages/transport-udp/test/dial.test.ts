import dns from "node:dns/promises";
import { LinkError, UsageError } from "@countersign/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { udp } from "../src/index.ts";
import { bareSocket, listening, socketsOpen } from "./listening.ts";
import { idle, RecordingHost, send, started, until } from "./recorder.ts";

afterEach(() => vi.restoreAllMocks());

describe("dial", () => {
  it("finds a host by its name, once", async () => {
    const { listener, transport, host } = await listening({}, "localhost:0");
    const port = listener.address.slice(listener.address.lastIndexOf(":") + 1);
    const lookup = vi.spyOn(dns, "lookup");
    const { link } = started(await transport.dial(`localhost:${port}`));
    for (const packet of ["one", "two", "three"]) send(link, [packet]);
    await until(() => host.accepted[0]?.sink.packets.length === 3);
    expect(lookup).toHaveBeenCalledOnce();
    expect(link.remoteAddress).toBe(listener.address);
    link.abort();
  });

  it("refuses port 0 and malformed addresses with UsageError", async () => {
    for (const address of ["127.0.0.1:0", "127.0.0.1", "localhost:http"]) {
      const error = await rejection(udp().dial(address));
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ADDRESS" });
    }
  });

  it("says that a host is not to be found", async () => {
    // RFC 6761 §6.4: there is no such name, ever.
    const error = await rejection(udp().dial("nowhere.invalid:7000"));
    expect(error).toBeInstanceOf(LinkError);
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT", cause: { syscall: "getaddrinfo" } });
    expect(error.message).toContain("Could not connect to nowhere.invalid:7000: getaddrinfo");
  });

  it("takes the first address of a host that there is a way to, and says what was wrong with all of them", async () => {
    const { listener, transport, host } = await listening();
    const port = listener.address.split(":")[1];
    // The system refuses to connect a socket to the broadcast address that has not asked for it.
    resolveTo("255.255.255.255", "127.0.0.1");
    const { link } = started(await transport.dial(`two.example:${port}`));
    expect(link.remoteAddress).toBe(listener.address);
    send(link, ["hello"]);
    await until(() => host.accepted.length === 1);
    link.abort();

    resolveTo("255.255.255.255");
    const before = socketsOpen();
    const error = await rejection(transport.dial(`one.example:${port}`));
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT", cause: { code: "EACCES" } });
    expect(error.message).toContain(`Could not connect to one.example:${port}: connect EACCES`);
    resolveTo("255.255.255.255", "255.255.255.255");
    expect((await rejection(transport.dial(`two.example:${port}`))).cause).toBeInstanceOf(AggregateError);
    await until(() => socketsOpen() <= before);
  });

  it("gives up a look-up after lookupTimeoutMs, and when its signal is aborted", async () => {
    vi.spyOn(dns, "lookup").mockReturnValue(new Promise(() => {}) as never);
    const error = await rejection(udp({ lookupTimeoutMs: 20 }).dial("slow.example:7000"));
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT_TIMEOUT", retryable: true });
    expect(error.message).toBe("The address of slow.example was not found within 20 ms");

    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const dialled = udp().dial("slow.example:7000", { signal: controller.signal });
    await idle();
    controller.abort("a reason that is no Error");
    expect(await rejection(dialled)).toBe("a reason that is no Error");
    expect(removed).toHaveBeenCalledOnce();
  });

  it("opens no socket under a signal that is aborted, and keeps none when it is aborted meanwhile", async () => {
    const reason = new Error("no longer wanted");
    const before = socketsOpen();
    const late = udp().dial("127.0.0.1:7000", { signal: AbortSignal.abort(reason) });
    expect(await rejection(late)).toBe(reason);
    expect(socketsOpen()).toBe(before);
    const controller = new AbortController();
    const dialled = udp().dial("127.0.0.1:7000", { signal: controller.signal });
    controller.abort(reason);
    expect(await rejection(dialled)).toBe(reason);
    await until(() => socketsOpen() <= before);
  });
});

describe("a client", () => {
  it("closes its socket with its link", async () => {
    const { dial } = await listening();
    const { client } = await dial();
    const open = socketsOpen();
    await client.link.close();
    await until(() => socketsOpen() === open - 1);
    const { client: other } = await dial();
    other.link.abort();
    await until(() => socketsOpen() === open - 1);
  });

  it("gets nothing from any address but its server's", async () => {
    const { dial } = await listening();
    const { client, server } = await dial();
    const attacker = await bareSocket();
    const [, port] = server.link.remoteAddress.split(":");
    for (let count = 0; count < 100; count++) attacker.socket.send(`forged ${count}`, Number(port), "127.0.0.1");
    await idle();
    send(server.link, ["genuine"]);
    await until(() => client.sink.packets.length > 0);
    await idle();
    expect(client.sink.packets).toEqual(["genuine"]);
  });

  it("hears at once that nobody listens, whether it sends little or much", async () => {
    const { listener, transport } = await listening();
    await listener.close();
    const { link, sink } = started(await transport.dial(listener.address));
    send(link, ["hello"]);
    await until(() => sink.hints.length > 0);
    expect(sink.hints[0]).toMatchObject({ kind: "unreachable", cause: { code: "ECONNREFUSED" } });
    for (let count = 0; count < 20; count++) send(link, Array(50).fill("still nobody?"));
    await idle();
    expect(sink.hints.length).toBeGreaterThan(1);
    expect(sink.ends).toEqual([]);

    const again = await transport.listen(listener.address, new RecordingHost(() => ({ reply: Buffer.from("here") })));
    await until(() => {
      send(link, ["and now?"]);
      return sink.packets.length > 0;
    });
    link.abort();
    await again.close();
  });

  it("says nothing to a packet that is handed over before start", async () => {
    const { listener, transport } = await listening({}, "127.0.0.1:0", () => ({ reply: Buffer.from("re") }));
    const link = await transport.dial(listener.address);
    send(link, ["hello"]);
    await idle();
    const { sink } = started(link);
    send(link, ["hello again"]);
    await until(() => sink.packets.length > 0);
    await idle();
    expect(sink.packets).toEqual(["re"]);
    link.abort();
  });
});

/** Which addresses a name has is up to the machine; everything after the look-up is real. */
function resolveTo(...addresses: string[]): void {
  const found = addresses.map((address) => ({ address, family: 4 }));
  vi.spyOn(dns, "lookup").mockResolvedValue(found as never);
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("nothing was rejected");
    },
    (reason) => reason,
  );
}
