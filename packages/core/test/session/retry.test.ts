import { describe, expect, it } from "vitest";
import { encodeReject } from "../../src/handshake/reject.ts";
import { encodeRetry } from "../../src/handshake/retry.ts";
import { HandshakeType, RejectCode } from "../../src/wire.ts";
import { linkError, peerError } from "../fixtures/failure.ts";
import { limits, MachinePair } from "../fixtures/machine-pair.ts";
import { byKey } from "../fixtures/shared-keys.ts";

const cookies = [1, 2, 3, 4].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer, Buffer];

/** A client that has said HELLO, which nobody has heard. */
function waiting(lossy = true) {
  const pair = new MachinePair({ lossy, ...byKey, tap: () => undefined });
  pair.carry("client-to-server");
  const hello = pair.client.sent[0] as Buffer;
  const clientId = hello.subarray(2, 10);
  return {
    pair,
    client: pair.client,
    hello,
    retry(cookie: Uint8Array) {
      pair.inject(pair.client, encodeRetry({ clientId, cookie }));
      pair.carry("client-to-server");
    },
    withCookie: (cookie: Uint8Array) => Buffer.concat([hello.subarray(0, 10), cookie, hello.subarray(42)]),
  };
}

// spec: H-6, H-18
describe("a client that gets RETRY", () => {
  it("sends the same HELLO at once, with the cookie, and again with growing waits", async () => {
    const { pair, client, hello, retry, withCookie } = waiting();
    const times: number[] = [];
    pair.tap = () => void times.push(pair.now);
    await pair.advance(400);
    retry(cookies[0]);
    await pair.advance(4_000);
    expect(times).toEqual([400, 900, 1_900, 3_900]);
    expect(client.sent).toEqual([hello, ...times.map(() => withCookie(cookies[0]))]);
    expect(client.machine.packetsForged).toBe(0);
  });

  // spec: H-2, H-7
  it("agrees with the server, which may have the HELLO without the cookie, with it, or both", async () => {
    for (const heard of [[0], [1], [0, 1], [1, 0]]) {
      const { pair, client, retry } = waiting();
      retry(cookies[0]);
      pair.tap = undefined;
      for (const at of heard) pair.inject(pair.server, client.sent[at] as Buffer);
      await pair.settle();
      expect([client.peer, pair.server.peer?.name], `HELLOs ${heard}`).toEqual([expect.anything(), "alice"]);
      expect(pair.server.worked).toEqual(["decapsulate", "authenticate"]);
      expect(pair.server.machine.packetsForged).toBe(0);
    }
  });

  it("follows three in one attempt, and counts the others", async () => {
    const { pair, client, hello, retry, withCookie } = waiting();
    for (const cookie of cookies) retry(cookie);
    expect(client.sent).toEqual([hello, ...cookies.slice(0, 3).map(withCookie)]);
    expect(client.machine.packetsForged).toBe(1);
    await pair.advance(limits.handshakeTimeoutMs);
    expect(client.error).toEqual(linkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"));
  });

  it("passes over a cookie that it has had already", () => {
    const { client, retry } = waiting();
    for (const at of [0, 0, 1, 0, 1]) retry(cookies[at] as Buffer);
    expect([client.sent.length, client.machine.packetsForged]).toEqual([3, 3]);
  });

  // spec: H-11, W-5, W-11
  it("only counts one that is malformed, of another version, or for another client", async () => {
    const { pair, client, hello } = waiting();
    const right = encodeRetry({ clientId: hello.subarray(2, 10), cookie: cookies[0] });
    expect(Buffer.from(right).toString("hex")).toBe(`c301${hello.toString("hex", 2, 10)}${"01".repeat(32)}`);
    const wrong = [
      right.subarray(0, -1),
      Buffer.concat([right, Buffer.alloc(1)]),
      Uint8Array.from(right).fill(2, 1, 2),
      Uint8Array.from(right).fill(0, 2, 10),
    ];
    for (const packet of wrong) pair.inject(client, packet);
    pair.carry("client-to-server");
    expect([client.sent.length, client.machine.packetsForged]).toEqual([1, wrong.length]);
    pair.tap = undefined;
    await pair.advance(limits.handshakeTimeoutMs);
    expect(pair.server.peer?.name).toBe("alice");
  });

  // spec: H-13
  it("is not ended by REJECTs among them, since whoever sees HELLO can send both", async () => {
    const { pair, client, hello, retry } = waiting();
    const reject = encodeReject({ clientId: hello.subarray(2, 10), code: RejectCode.suite, versions: [], suites: [] });
    for (const cookie of cookies) {
      retry(cookie);
      pair.inject(client, reject);
    }
    expect([client.sent.length, client.closed]).toEqual([4, undefined]);
    pair.tap = undefined;
    await pair.advance(limits.handshakeTimeoutMs);
    expect([client.peer, pair.server.peer?.name]).toEqual([expect.anything(), "alice"]);
  });

  it("ends the attempt on a reliable link", () => {
    const { pair, client, retry } = waiting(false);
    retry(cookies[0]);
    pair.carry("client-to-server");
    expect(client.error).toEqual(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});

// spec: W-9
describe("a handshake message that is reserved, or that the other side sends", () => {
  const { retry, keyRequest, keys, fragment } = HandshakeType;

  it.each([
    ["client", keyRequest],
    ["client", keys],
    ["client", fragment],
    ["server", retry],
    ["server", keyRequest],
    ["server", keys],
    ["server", fragment],
  ] as const)("sent to a %s (type %d) is counted on a lossy link, and ends a reliable one", async (to, type) => {
    for (const lossy of [true, false]) {
      const { pair, hello } = waiting(lossy);
      pair.inject(pair.server, hello);
      pair.inject(pair[to], Uint8Array.from(hello).fill(type, 0, 1));
      pair.tap = undefined;
      await pair.advance(limits.handshakeTimeoutMs);
      if (lossy) {
        expect(pair[to].machine.packetsForged).toBe(1);
        expect([pair.client.peer, pair.server.peer]).toEqual([expect.anything(), expect.anything()]);
      } else {
        expect(pair[to].error).toMatchObject({ name: "PeerError" });
        expect(pair.server.peer).toBeUndefined();
      }
    }
  });
});
