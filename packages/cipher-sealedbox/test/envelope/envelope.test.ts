import type { Identity } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { openEnvelope, sealEnvelope } from "../../src/envelope/index.ts";
import { sealedBox } from "../../src/index.ts";
import { cannotBeOpened, failureOf } from "./failure.ts";

const cipher = await sealedBox();
const identity = await cipher.generateIdentity();
const { publicKey } = identity;

describe("an envelope", () => {
  it("holds text as UTF-8, and is another one every time", async () => {
    const [first, second] = [await sealEnvelope(publicKey, "Grüße 👋"), await sealEnvelope(publicKey, "Grüße 👋")];
    expect(first).not.toEqual(second);
    for (const envelope of [first, second]) {
      const opened = await openEnvelope(identity, envelope);
      expect(Buffer.isBuffer(envelope) && Buffer.isBuffer(opened)).toBe(true);
      expect(opened.toString()).toBe("Grüße 👋");
    }
  });

  // spec: E-10
  it("opens for its recipient only", async () => {
    const stranger = await cipher.generateIdentity();
    const envelope = await sealEnvelope(publicKey, "hello");
    expect(await failureOf(openEnvelope(stranger, envelope))).toEqual(cannotBeOpened);
  });

  // spec: E-10
  it("does not open with a bit changed, cut off or longer, and never says which", async () => {
    const envelope = await sealEnvelope(publicKey, "hello");
    const others: Uint8Array[] = [Buffer.concat([envelope, Buffer.alloc(1)])];
    for (let at = 0; at < envelope.length; at++) {
      others.push(envelope.subarray(0, at));
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(envelope);
        changed[at] = (changed[at] as number) ^ (1 << bit);
        others.push(changed);
      }
    }
    for (const other of others) {
      expect(await failureOf(openEnvelope(identity, other)), Buffer.from(other).toString("hex")).toEqual(
        cannotBeOpened,
      );
    }
  });
});

// spec: E-11
describe("a key that serves sessions", () => {
  it("does not open envelopes any more, not even good ones", async () => {
    const server = await cipher.generateIdentity();
    const envelope = await sealEnvelope(server.publicKey, "hello");
    expect((await openEnvelope(server, envelope)).toString()).toBe("hello");
    const { secret, sealed } = server.publicKey.encapsulate();
    expect(Buffer.from(await server.decapsulate(sealed))).toEqual(secret);
    for (const box of [envelope, sealed]) {
      const { code, message } = await failureOf(openEnvelope(server, box));
      expect(code).toBe("ERR_COUNTERSIGN_INVALID_ARGUMENT");
      expect(message).toContain("make a key for envelopes");
    }
  });

  it("is known by a HELLO that does not open, too", async () => {
    const server = await cipher.generateIdentity();
    expect(() => server.decapsulate(new Uint8Array(80))).toThrow();
    const { message } = await failureOf(openEnvelope(server, await sealEnvelope(server.publicKey, "hello")));
    expect(message).toContain("`identity` serves sessions");
  });
});

describe("mistakes are named", () => {
  const envelope = sealEnvelope(publicKey, "hello");
  const tooLarge = new Uint8Array(2 ** 29 + 49);

  it.each<[string, () => Promise<unknown>]>([
    ["`publicKey` is not", () => sealEnvelope(identity as never, "hello")],
    ["It is a promise: await it", () => sealEnvelope(Promise.resolve(publicKey) as never, "hello")],
    ["A message is text", () => sealEnvelope(publicKey, undefined as never)],
    ["A message is text", () => sealEnvelope(publicKey, new ArrayBuffer(3) as never)],
    ["`identity` is not", async () => openEnvelope(publicKey as unknown as Identity, await envelope)],
    ["It is a promise: await it", async () => openEnvelope(Promise.resolve(identity) as never, await envelope)],
    ["An envelope is a Buffer", () => openEnvelope(identity, "hello" as never)],
    ["It is a promise: await it", () => openEnvelope(identity, envelope as never)],
  ])("%s", async (message, call) => {
    const failure = await failureOf(call());
    expect(failure).toMatchObject({ name: "UsageError", code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    expect(failure.message).toContain(message);
  });

  it("also what is larger than libsodium's memory", async () => {
    const expected = { name: "UsageError", code: "ERR_COUNTERSIGN_MESSAGE_TOO_LARGE" };
    expect(await failureOf(sealEnvelope(publicKey, tooLarge.subarray(0, 2 ** 29 + 1)))).toMatchObject(expected);
    expect(await failureOf(openEnvelope(identity, tooLarge))).toMatchObject(expected);
  });

  it("and a context, which a sealed box cannot have", async () => {
    const call = sealEnvelope as (...parameters: unknown[]) => Promise<Buffer>;
    const { code, message } = await failureOf(call(publicKey, "hello", { context: "a" }));
    expect(code).toBe("ERR_COUNTERSIGN_INVALID_ARGUMENT");
    expect(message).toContain("takes no options");
  });
});
