import { describe, expect, it } from "vitest";
import { type ConnectOptions, connect } from "../../src/api/connect.ts";
import { type ListenOptions, listen } from "../../src/api/listen.ts";
import { bytesOf, type Message } from "../../src/api/message.ts";
import { checkOptions } from "../../src/api/options.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { anonymous, anyone } from "../../src/auth/none.ts";
import { defaultLimits, type Limits } from "../../src/limits.ts";
import { memory } from "../../src/testing/memory.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { usageError } from "../fixtures/failure.ts";
import { cipher, identity } from "../fixtures/machine-pair.ts";

const invalid = usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT");
const common = { transport: memory({ clock: virtualClock() }), address: "memory:server", cipher };
const key = Buffer.alloc(32, 1);

describe("options of both sides", () => {
  it("may be left out where there is a default", () => {
    expect(checkOptions(common)).toEqual(defaultLimits);
    expect(checkOptions({ ...common, limits: { maxHalfOpen: 5 } })).toEqual({ ...defaultLimits, maxHalfOpen: 5 });
  });

  it.each([
    ["nothing", undefined],
    ["no transport", { ...common, transport: undefined }],
    ["a transport's factory", { ...common, transport: memory }],
    ["no address", { ...common, address: 7_000 }],
    ["a cipher that was not awaited", { ...common, cipher: Promise.resolve(cipher) }],
    ["a cipher with keys that are too long", { ...common, cipher: { ...cipher, keyBytes: 33 } }],
    ["an application that is no text", { ...common, application: 1 }],
  ])("are refused when they are %s", (_what, options) => {
    expect(() => checkOptions(options as unknown as typeof common)).toThrow(invalid);
  });

  it("say when a cipher should have been awaited", () => {
    const options = { ...common, cipher: Promise.resolve(cipher) } as unknown as typeof common;
    expect(() => checkOptions(options)).toThrow("await");
  });

  it.each<[string, object]>([
    ["negative", { closeTimeoutMs: -1 }],
    ["a fraction", { sendBufferBytes: 0.5 }],
    ["no number", { maxHalfOpen: "5" }],
    ["not finite", { handshakeTimeoutMs: Number.POSITIVE_INFINITY }],
    ["zero where that means nothing", { receiveBufferBytes: 0 }],
    ["less than a message must be allowed", { maxMessageBytes: 1_023 }],
    ["unknown", { maxMesageBytes: 5_000 }],
  ])("are refused with a limit that is %s", (_what, limits) => {
    expect(() => checkOptions({ ...common, limits: limits as Partial<Limits> })).toThrow(invalid);
  });

  it("take a limit that is undefined for its default", () => {
    expect(checkOptions({ ...common, limits: { maxHalfOpen: undefined } as never })).toEqual(defaultLimits);
  });

  it.each(["idleTimeoutMs", "refusalFloorMs"] as const)("may set %s to 0", (name) => {
    expect(checkOptions({ ...common, limits: { [name]: 0 } })[name]).toBe(0);
  });
});

describe("connect", () => {
  it.each([
    ["no server key", { server: undefined }],
    ["no server keys", { server: [] }],
    ["a server key that was not awaited", { server: Promise.resolve(identity.publicKey) }],
    ["no word of who we are", { authenticate: undefined }],
    ["a misspelt option", { authenticator: sharedKey("alice", key) }],
    ["a server's authenticator", { authenticate: sharedKeys({ alice: key }) }],
  ])("rejects with %s", async (_what, options) => {
    const all = {
      ...common,
      server: identity.publicKey,
      authenticate: anonymous(),
      ...options,
    } as unknown as ConnectOptions;
    await expect(connect(all)).rejects.toEqual(invalid);
  });
});

describe("listen", () => {
  it.each([
    ["no identity", { identity: undefined }],
    ["no identities", { identity: [] }],
    ["a public key", { identity: identity.publicKey }],
    ["no word of who is admitted", { authenticate: undefined }],
    ["nobody to admit", { authenticate: [] }],
    ["null for who is admitted", { authenticate: null }],
    ["a misspelt option", { authenticator: sharedKeys({ alice: key }) }],
    ["two of one mechanism", { authenticate: [sharedKeys({ alice: key }), sharedKeys({ bob: key })] }],
    ["a client's authenticator", { authenticate: sharedKey("alice", key) }],
    ["one of several that is a client's", { authenticate: [sharedKeys({ alice: key }), sharedKey("alice", key)] }],
    ["a mechanism without a name", { authenticate: { ...sharedKeys({}), mechanism: "" } }],
    ["a mechanism with a name of two words", { authenticate: { ...sharedKeys({}), mechanism: "two words" } }],
  ])("rejects with %s", async (_what, options) => {
    const all = { ...common, identity, authenticate: anyone(), ...options } as unknown as ListenOptions;
    await expect(listen(all)).rejects.toEqual(invalid);
  });

  it("rejects with the reason of a signal that was aborted before", async () => {
    const reason = new Error("never mind");
    await expect(
      listen({ ...common, identity, authenticate: anyone(), signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});

describe("a message", () => {
  it("is text, as UTF-8, or bytes of any view, not copied", () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect(bytesOf("grüße")).toEqual(Buffer.from("grüße"));
    expect(bytesOf(bytes)).toBe(bytes);
    const view = bytesOf(new DataView(bytes.buffer, 2, 4));
    expect([...view]).toEqual([3, 4, 5, 6]);
    expect(view.buffer).toBe(bytes.buffer);
    expect(bytesOf(new Float64Array(2))).toHaveLength(16);
  });

  it.each([undefined, null, 5, {}, [1, 2], new ArrayBuffer(4)])("is not %s", (value) => {
    expect(() => bytesOf(value as unknown as Message)).toThrow(invalid);
  });
});
