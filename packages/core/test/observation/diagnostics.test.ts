import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type ConnectOptions, connect, type ListenOptions, listen, type Transport } from "../../src/index.ts";
import { memory } from "../../src/testing/index.ts";
import { publishedEvents } from "../fixtures/diagnostics.ts";
import { byKey, byWrongKey } from "../fixtures/shared-keys.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();
const suite = `Countersign_1_${cipher.name}_SHA256`;
const limits = { refusalFloorMs: 0 };

async function serve(options: Partial<ListenOptions> = {}) {
  const transport = memory();
  const common = { transport, cipher, limits };
  const authenticate = byKey.server.authenticators;
  const server = await listen({ ...common, address: "memory:0", identity, authenticate, ...options });
  onTestFinished(() => server.close({ drain: 0 }));
  const dial = (more: Partial<ConnectOptions> = {}) =>
    connect({
      ...common,
      address: server.address,
      server: identity.publicKey,
      authenticate: byKey.client.authenticator,
      ...more,
    });
  return { transport, server, dial };
}

describe("a session", () => {
  it("is published from its opening to its end, on both sides, with what is known of it", async () => {
    const events = publishedEvents();
    const { server, dial } = await serve();
    server.on("session", (session) => session.on("message", () => {}));
    const client = await dial();
    await client.send("hello");
    const ended = new Promise((resolve) => client.once("close", resolve));
    await client.close();
    await ended;
    await expect.poll(() => events.of("countersign:session:closed").length).toBe(2);

    for (const role of ["client", "server"]) {
      const words = events.words.filter((word) => word.startsWith(role));
      expect(words).toEqual([`${role} opening`, `${role} established`, `${role} closed`]);
    }
    const [opening] = events.of("countersign:session:opening");
    expect(opening?.session).toEqual({ role: "client", transport: "memory", suite, address: server.address });
    const peers = events.of("countersign:session:established").map(({ session, peer }) => [session.role, peer.name]);
    expect(Object.fromEntries(peers)).toEqual({ client: undefined, server: "alice" });
    for (const { session, error, code, stats } of events.of("countersign:session:closed")) {
      expect([error, code]).toEqual([undefined, undefined]);
      expect(stats.messagesSent + stats.messagesReceived).toBe(1);
      const ofSession = events.of("countersign:session:opening").filter((each) => each.session === session);
      expect(ofSession).toHaveLength(1);
    }
  });

  it("that fails to open is published with the code, once on each side, and never as closed", async () => {
    const events = publishedEvents();
    const { dial } = await serve();
    const error = await dial({ authenticate: byWrongKey.client.authenticator }).catch((reason) => reason);
    await expect.poll(() => events.of("countersign:session:failed").length).toBe(2);
    expect(events.words.toSorted()).toEqual(["client failed", "client opening", "server failed", "server opening"]);
    const failures = events.of("countersign:session:failed");
    expect(failures.map(({ code }) => code)).toEqual(Array(2).fill("ERR_COUNTERSIGN_AUTHENTICATION"));
    expect(failures.find(({ session }) => session.role === "client")?.error).toBe(error);
  });

  it("that finds nobody is an opening that failed", async () => {
    const events = publishedEvents();
    const { dial } = await serve();
    await dial({ address: "memory:nobody" }).catch(() => {});
    expect(events.words).toEqual(["client opening", "client failed"]);
    expect(events.of("countersign:session:failed")[0]?.code).toBe("ERR_COUNTERSIGN_CONNECT");
  });

  it("that is given up is an opening that failed, for the reason given", async () => {
    const events = publishedEvents();
    const { dial } = await serve();
    await dial({ signal: AbortSignal.abort("enough") }).catch(() => {});
    const giving = new AbortController();
    const connecting = dial({ signal: giving.signal });
    queueMicrotask(() => giving.abort("enough"));
    await connecting.catch(() => {});
    const failures = events.of("countersign:session:failed").filter(({ session }) => session.role === "client");
    expect(failures.map(({ error, code }) => [error, code])).toEqual([["enough", undefined]]);
  });

  it("that is broken off is closed with the error of its side", async () => {
    const events = publishedEvents();
    const { dial } = await serve();
    const client = await dial();
    client.abort();
    await expect.poll(() => events.of("countersign:session:closed").length).toBe(2);
    const codes = events.of("countersign:session:closed").map(({ session, code }) => [session.role, code]);
    expect(Object.fromEntries(codes)).toEqual({
      client: "ERR_COUNTERSIGN_ABORTED",
      server: "ERR_COUNTERSIGN_PEER_ABORTED",
    });
  });

  it("that is tried with several keys of the server is an opening for each", async () => {
    const events = publishedEvents();
    const { dial } = await serve();
    const old = cipher.ephemeralKem.generate().publicKey;
    const client = await dial({ server: [old, identity.publicKey] });
    expect(events.words.filter((word) => word.startsWith("client"))).toEqual([
      ...["client opening", "client failed", "client opening", "client established"],
    ]);
    expect(events.of("countersign:stranger:refused")[0]?.code).toBe("ERR_COUNTERSIGN_SERVER_KEY");
    client.abort();
  });

  it("costs nothing that only an event needs while nobody listens", async () => {
    const { dial } = await serve();
    const end = async () => {
      const client = await dial();
      const stats = vi.spyOn(client, "stats");
      client.abort();
      return stats.mock.calls.length;
    };
    expect(await end()).toBe(0);
    publishedEvents();
    expect(await end()).toBe(1);
  });
});

describe("a server", () => {
  it("publishes whom it turns away before there is a session, and where from", async () => {
    const events = publishedEvents();
    const { transport, server } = await serve();
    const link = await transport.dial(server.address);
    link.start({ handlePacket() {}, handleTurnEnd() {}, handleWritable() {}, handleHint() {}, handleEnd() {} });
    link.reserve(4)?.fill(0x47);
    link.commit(4);
    link.flush();
    await expect.poll(() => events.words).toEqual(["refused"]);
    expect(events.of("countersign:stranger:refused")).toMatchObject([
      { transport: "memory", address: expect.stringContaining("memory:"), code: "ERR_COUNTERSIGN_NOT_COUNTERSIGN" },
    ]);
  });

  it("publishes the troubles of its transport", async () => {
    const events = publishedEvents();
    const inner = memory();
    const trouble = new Error("too many open files");
    const troubled: Transport = {
      name: "troubled",
      dial: (...to) => inner.dial(...to),
      listen(address, host) {
        queueMicrotask(() => host.handleFault(trouble));
        return inner.listen(address, host);
      },
    };
    await serve({ transport: troubled });
    expect(events.of("countersign:server:fault")).toEqual([{ transport: "troubled", error: trouble }]);
  });
});
