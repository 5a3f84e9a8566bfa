import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Identity } from "@countersign/core";
import { describe, expect, it, vi } from "vitest";
import { openEnvelope, sealEnvelope } from "../../src/envelope/index.ts";
import { hybrid } from "../../src/index.ts";
import type { RsaIdentity } from "../../src/rsa-identity.ts";
import { cannotBeOpened, failureOf } from "./failure.ts";

const cipher = hybrid({ modulusBits: 2048 });
const identity = await cipher.generateIdentity();
const stranger = await cipher.generateIdentity();
const { publicKey } = identity;
const headerBytes = 20 + 1 + 8 + 256;
const chunkBytes = 65_536;

describe("an envelope", () => {
  const sizes = [0, 1, 15, 16, 17, 1000].concat(
    [1, 2, 3].flatMap((chunks) => [-17, -16, -1, 0, 1, 16, 17].map((more) => chunks * chunkBytes + more)),
  );

  // spec: E-1, E-5
  it.each(sizes)("holds %s bytes in as many chunks as they need", async (size) => {
    const message = randomBytes(size);
    const envelope = await sealEnvelope(publicKey, message);
    const chunks = Math.max(1, Math.ceil(size / chunkBytes));
    expect(envelope).toHaveLength(headerBytes + size + 16 * chunks);
    expect((await openEnvelope(identity, envelope)).equals(message)).toBe(true);
  });

  it("holds text as UTF-8", async () => {
    const opened = await openEnvelope(identity, await sealEnvelope(publicKey, "Grüße 👋"));
    expect(opened.toString()).toBe("Grüße 👋");
  });

  it("goes to keys of every size", async () => {
    const file4096 = fileURLToPath(new URL("../keys/rsa-4096.key.pem", import.meta.url));
    for (const larger of [await hybrid().generateIdentity(), await hybrid().loadIdentity(file4096)]) {
      const envelope = await sealEnvelope(larger.publicKey, "hello");
      expect(envelope).toHaveLength(29 + larger.publicKey.encapsulate().sealed.length + 5 + 16);
      expect((await openEnvelope(larger, envelope)).toString()).toBe("hello");
    }
  });

  it("leaves what it is made from as it was, and is fresh memory", async () => {
    const message = Buffer.from("hello");
    const envelope = await sealEnvelope(publicKey, message);
    const before = Buffer.from(envelope);
    const opened = await openEnvelope(identity, envelope);
    opened.fill(0);
    expect(message.toString()).toBe("hello");
    expect(envelope).toEqual(before);
  });

  // spec: E-2, E-3
  it("has no byte but magic and version in common with the next", async () => {
    const [first, second] = [await sealEnvelope(publicKey, "hello"), await sealEnvelope(publicKey, "hello")];
    expect(first.subarray(0, 21)).toEqual(Buffer.from("countersign envelope\x01"));
    expect(second.subarray(0, 21)).toEqual(first.subarray(0, 21));
    expect(second.subarray(21, 29)).not.toEqual(first.subarray(21, 29));
    expect(second.subarray(headerBytes)).not.toEqual(first.subarray(headerBytes));
  });
});

describe("an envelope is opened", () => {
  // spec: E-3
  it("with its context only, text or bytes, and none is an empty one", async () => {
    const sealed = await sealEnvelope(publicKey, "hello", { context: "a" });
    expect(await openEnvelope(identity, sealed, { context: Buffer.from("a") })).toEqual(Buffer.from("hello"));
    for (const options of [{}, { context: "" }, { context: "A" }, { context: "aa" }, { context: new Uint8Array(1) }]) {
      expect(await failureOf(openEnvelope(identity, sealed, options))).toEqual(cannotBeOpened);
    }
    const without = await sealEnvelope(publicKey, "hello");
    expect(await openEnvelope(identity, without, { context: "" })).toEqual(Buffer.from("hello"));
    expect(await failureOf(openEnvelope(identity, without, { context: "a" }))).toEqual(cannotBeOpened);
  });

  it("with a context of any length, which may be reused at once", async () => {
    const context = randomBytes(100_000);
    const sealed = await sealEnvelope(publicKey, "hello", { context });
    const opened = openEnvelope(identity, sealed, { context });
    context.fill(0);
    expect(await opened).toEqual(Buffer.from("hello"));
  });

  // spec: E-2
  it("by its recipient only, and another key is not even used", async () => {
    const sealed = await sealEnvelope(publicKey, "hello");
    const decapsulate = vi.spyOn(stranger as RsaIdentity, "decapsulateFor");
    const { code, message } = await failureOf(openEnvelope(stranger, sealed));
    expect(code).toBe("ERR_COUNTERSIGN_ENVELOPE");
    expect(message).toMatch(/^The envelope is not sealed for this key, SHA256:.{43}\.$/);
    expect(decapsulate).not.toHaveBeenCalled();
  });

  // spec: E-8
  it("with no byte changed", async () => {
    const sealed = await sealEnvelope(publicKey, "hello");
    const messages = new Set<string>();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      const failure = await failureOf(openEnvelope(identity, changed));
      expect({ at, code: failure.code, cause: failure.cause }).toEqual({
        at,
        code: "ERR_COUNTERSIGN_ENVELOPE",
        cause: undefined,
      });
      if (at >= headerBytes) expect(failure).toEqual(cannotBeOpened);
      messages.add(failure.message.replace(/[\d,].*/, ""));
    }
    expect([...messages]).toEqual(
      [
        "This is no envelope.",
        "The envelope is of version ",
        "The envelope is not sealed for this key",
        cannotBeOpened.message,
      ].map((message) => message.replace(/[\d,].*/, "")),
    );
  });

  // spec: E-6
  it("whole, and not cut off anywhere", async () => {
    const sealed = await sealEnvelope(publicKey, "hello");
    for (let length = 0; length < sealed.length; length++) {
      const { code, message } = await failureOf(openEnvelope(identity, sealed.subarray(0, length)));
      expect({ length, code }).toEqual({ length, code: "ERR_COUNTERSIGN_ENVELOPE" });
      const expected = length < 20 ? "This is no envelope." : "The envelope is cut off.";
      expect(message).toBe(length < headerBytes ? expected : cannotBeOpened.message);
    }
    expect(await failureOf(openEnvelope(identity, Buffer.concat([sealed, Buffer.alloc(1)])))).toEqual(cannotBeOpened);
  });

  // spec: E-6
  it("with its own chunks only, in their order", async () => {
    const message = randomBytes(2 * chunkBytes + 100);
    const [ours, other] = [cut(await sealEnvelope(publicKey, message)), cut(await sealEnvelope(publicKey, message))];
    const [header, a, b, end] = ours;
    const [otherHeader, , otherB, otherEnd] = other;
    expect((await openEnvelope(identity, Buffer.concat([header, a, b, end]))).equals(message)).toBe(true);
    for (const parts of [
      [header, b, a, end],
      [header, a, end],
      [header, b, end],
      [header, a, b],
      [header, a],
      [header, a, a, b, end],
      [header, a, b, end, end],
      [header, a, otherB, end],
      [header, a, b, otherEnd],
      [otherHeader, a, b, end],
    ]) {
      expect(await failureOf(openEnvelope(identity, Buffer.concat(parts)))).toEqual(cannotBeOpened);
    }
  });
});

// spec: E-4
describe("an RSA key for sessions and envelopes", () => {
  it("opens no envelope as the secret of a session", async () => {
    const sealed = (await sealEnvelope(publicKey, "hello")).subarray(29, headerBytes);
    await expect(identity.decapsulate(sealed)).rejects.toThrow();
  });

  it("serves both", async () => {
    const { secret, sealed } = publicKey.encapsulate();
    expect(Buffer.from(await identity.decapsulate(sealed))).toEqual(secret);
    expect(await openEnvelope(identity, await sealEnvelope(publicKey, "hello"))).toEqual(Buffer.from("hello"));
  });
});

describe("mistakes are named", () => {
  const sealed = sealEnvelope(publicKey, "hello");

  it.each<[string, () => Promise<unknown>]>([
    ["`publicKey` is not", () => sealEnvelope(identity as never, "hello")],
    ["`publicKey` is not", () => sealEnvelope({ ...publicKey } as never, "hello")],
    ["It is a promise: await it", () => sealEnvelope(Promise.resolve(publicKey) as never, "hello")],
    ["A message is text", () => sealEnvelope(publicKey, undefined as never)],
    ["A message is text", () => sealEnvelope(publicKey, new ArrayBuffer(3) as never)],
    ["`context` is text", () => sealEnvelope(publicKey, "hello", { context: 1 as never })],
    ["`context` is text", () => sealEnvelope(publicKey, "hello", { context: null as never })],
    ["no option `contxt`", () => sealEnvelope(publicKey, "hello", { contxt: "a" } as never)],
    ["Options are no object", () => sealEnvelope(publicKey, "hello", "a" as never)],
    ["Options are no object", () => sealEnvelope(publicKey, "hello", null as never)],
    ["`identity` is not", async () => openEnvelope(publicKey as unknown as Identity, await sealed)],
    ["It is a promise: await it", async () => openEnvelope(Promise.resolve(identity) as never, await sealed)],
    ["An envelope is a Buffer", () => openEnvelope(identity, "hello" as never)],
    ["It is a promise: await it", () => openEnvelope(identity, sealed as never)],
    ["no option `contxt`", async () => openEnvelope(identity, await sealed, { contxt: "a" } as never)],
  ])("%s", async (message, call) => {
    const failure = await failureOf(call());
    expect(failure).toMatchObject({ name: "UsageError", code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    expect(failure.message).toContain(message);
  });
});

/** Header and chunks of an envelope. */
function cut(envelope: Buffer): [Buffer, Buffer, Buffer, Buffer] {
  const ends = [0, headerBytes, headerBytes + chunkBytes + 16, headerBytes + 2 * (chunkBytes + 16)];
  const part = (n: number) => envelope.subarray(ends[n], ends[n + 1]);
  return [part(0), part(1), part(2), part(3)];
}
